"$FREEHOLD" report --out "$TMP/out" ../data/foreign/asan.log
