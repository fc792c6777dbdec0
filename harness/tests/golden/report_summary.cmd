# Without --leak-check=full the sum is all that there is; it is a leak all the same.
"$FREEHOLD" report --trust-logs --out "$TMP/out" ../data/foreign/summary.log
