"$FREEHOLD" check --build-dir "$BUILD" scripts/ok.scn
