"$FREEHOLD" run --build-dir "$BUILD" "$TMP"
