"$FREEHOLD" doctor scenarios
