"$FREEHOLD" run --build-dir "$BUILD" --out "$TMP/out" --scenario 'nothing like this' scripts/ok.scn
