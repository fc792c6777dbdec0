"$FREEHOLD" run --timeout 3600 --engine valgrind,valgrind --out "$TMP/out" scripts/ok.scn
