"$FREEHOLD" run --build-dir "$BUILD" --out "$TMP/out" scripts/wrong_type.scn
