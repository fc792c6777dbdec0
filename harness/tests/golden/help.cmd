"$FREEHOLD" --help
