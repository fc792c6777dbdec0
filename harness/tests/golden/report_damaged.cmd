sed 's/"kind" : "leak"/"kind" : "leek"/' ../data/report/report.json >"$TMP/report.json"
"$FREEHOLD" report --out "$TMP/out" "$TMP/report.json"
status=$?
test -e "$TMP/out" || echo "nothing was written"
exit $status
