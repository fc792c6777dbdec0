# Read and written again, it is the same.
"$FREEHOLD" report --out "$TMP/out" ../data/report/engines.json
status=$?
cmp ../data/report/engines.json "$TMP/out/report.json" && echo same
exit $status
