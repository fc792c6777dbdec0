"$FREEHOLD" rnu
