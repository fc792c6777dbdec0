"$FREEHOLD" run --build-dir "$BUILD" --out "$TMP/out" scripts/not_there.scn
