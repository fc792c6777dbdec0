"$FREEHOLD" run --build-dir "$BUILD" --out "$TMP/out" scripts/empty.scn
