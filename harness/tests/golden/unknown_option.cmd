"$FREEHOLD" run --nothing
