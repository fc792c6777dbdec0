"$FREEHOLD" run --build-dir "$BUILD" --out "$TMP/out" scripts/unterminated_string.scn
