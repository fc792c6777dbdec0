"$FREEHOLD" run --build-dir "$BUILD" --out "$TMP/out" scripts/two_of_one_name.scn
