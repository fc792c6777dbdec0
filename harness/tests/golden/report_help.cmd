"$FREEHOLD" report --help
