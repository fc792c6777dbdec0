# So is a report.json that lies about.
echo mine >"$TMP/report.json"
"$FREEHOLD" run --out "$TMP" scripts/not_there.scn
status=$?
find "$TMP" -type f -o -name logs
cat "$TMP/report.json"
exit $status
