# A folder, with its raw logs; one is missing.
mkdir -p "$TMP/in/logs/valgrind"
cp ../data/report/report.json "$TMP/in"
echo log >"$TMP/in/logs/valgrind/strings-4.4711.log"
"$FREEHOLD" report --out "$TMP/out" "$TMP/in" >"$TMP/said"
status=$?
tail -n 4 "$TMP/said"
grep 'not there' "$TMP/out/report.json"
grep '"logs/' "$TMP/out/report.json"
cd "$TMP" && find in out/logs out/report.json -type f | sort
exit $status
