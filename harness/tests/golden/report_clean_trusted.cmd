"$FREEHOLD" report --trust-logs --out "$TMP/out" ../data/foreign/clean.log ../data/foreign/clean.xml
