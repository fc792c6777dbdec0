"$FREEHOLD" run --build-dir "$BUILD" --out "$TMP/out" scripts/missing_brace.scn
