"$FREEHOLD" run --build-dir "$BUILD" --out "$TMP/out" "$TMP"
