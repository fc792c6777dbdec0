"$FREEHOLD" run --help
