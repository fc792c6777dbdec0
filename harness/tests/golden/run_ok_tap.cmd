"$FREEHOLD" run --timeout 3600 --engine valgrind --deterministic --format tap --build-dir "$BUILD" --out "$TMP/out" scripts/ok.scn
