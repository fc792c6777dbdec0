"$FREEHOLD" exec --format json --out "$TMP/out" -- true
