"$FREEHOLD" run --engine valgrnd scripts/ok.scn
