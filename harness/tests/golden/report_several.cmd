"$FREEHOLD" report --trust-logs --out "$TMP/out" ../data/foreign/several.log
