"$FREEHOLD" run --build-dir "$BUILD" --out "$TMP/out" scripts/not_utf8.scn
