"$FREEHOLD" run --timeout 3600 --engine valgrind --deterministic --format markdown --build-dir "$BUILD" --out "$TMP/out" scripts/ok.scn
