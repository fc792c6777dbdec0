"$FREEHOLD" run --build-dir "$BUILD" --out "$TMP/out" scripts/undefined_variable.scn
