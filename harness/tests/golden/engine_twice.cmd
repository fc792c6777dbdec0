"$FREEHOLD" run --engine valgrind,valgrind --out "$TMP/out" scripts/ok.scn
