"$FREEHOLD" run --build-dir "$BUILD" --out "$TMP/out" scripts/unknown_library.scn
