"$FREEHOLD" check --list scripts/unexpected.scn scripts/ok.scn
"$FREEHOLD" check --list --attributes scripts/ok.scn
"$FREEHOLD" check --list scripts/ok.scn scripts/missing_brace.scn
