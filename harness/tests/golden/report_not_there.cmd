"$FREEHOLD" report --out "$TMP/out" not_there.log
"$FREEHOLD" report --out "$TMP/out"
