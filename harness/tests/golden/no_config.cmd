cp scripts/ok.scn "$TMP"
cd "$TMP" && "$FREEHOLD" run ok.scn
