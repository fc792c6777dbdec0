# The next run takes the logs that were copied for its own, and removes them.
"$FREEHOLD" report --out "$TMP/out" ../data/foreign/leak.log ../data/foreign/asan.log ../data/foreign/leak.xml >"$TMP/said"
find "$TMP/out/logs" "$TMP/out/report.json" -type f | sort
"$FREEHOLD" run --out "$TMP/out" scripts/not_there.scn
status=$?
find "$TMP/out" -type f | sort
exit $status
