"$FREEHOLD" run --build-dir "$BUILD" --out "$TMP/out" --scenario 'the caller *' --scenario 'the caler *' scripts/ok.scn
