"$FREEHOLD" run --engine valgrind --deterministic --format github --build-dir "$BUILD" --out "$TMP/out" scripts/ok.scn
