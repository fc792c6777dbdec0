"$FREEHOLD" run --build-dir "$BUILD" --out "$TMP/out" scripts/nul_byte.scn
