"$FREEHOLD" report --trust-logs --out "$TMP/out" ../data/foreign/asan-use.log
