"$FREEHOLD" run --build-dir "$BUILD" --out "$TMP/out" scripts/no_scenario.scn
