"$FREEHOLD" run --deterministic --build-dir "$BUILD" --out "$TMP/out" scripts/ok.scn
