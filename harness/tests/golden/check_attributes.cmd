here=$PWD
cd "$TMP" && "$FREEHOLD" check --build-dir "$BUILD" --config "$here/freehold.ini" --attributes "$here/scripts/ok.scn" && cat strtest-ownership.h
