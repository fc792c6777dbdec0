"$FREEHOLD" run --format yaml scripts/ok.scn
