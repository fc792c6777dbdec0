"$FREEHOLD" run --engine valgrind --deterministic --format markdown --build-dir "$BUILD" --out "$TMP/out" scripts/ok.scn
