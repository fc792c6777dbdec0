# Nor is a report replaced by one of a log that lies beside it.
mkdir -p "$TMP/out/logs"
cp ../data/report/engines.json "$TMP/out/report.json"
cp ../data/foreign/leak.log "$TMP/out/logs"
"$FREEHOLD" report --out "$TMP/out" "$TMP/out/logs/leak.log"
status=$?
cmp ../data/report/engines.json "$TMP/out/report.json" && echo same
exit $status
