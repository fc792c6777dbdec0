"$FREEHOLD" report --out "$TMP/out" ../data/foreign/leak.log ../data/foreign/../foreign/leak.log
