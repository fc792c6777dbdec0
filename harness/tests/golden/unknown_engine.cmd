"$FREEHOLD" run --timeout 3600 --engine valgrnd scripts/ok.scn
