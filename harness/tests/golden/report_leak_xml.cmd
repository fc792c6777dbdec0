"$FREEHOLD" report --out "$TMP/out" ../data/foreign/leak.xml
