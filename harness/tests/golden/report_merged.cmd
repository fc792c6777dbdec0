# Two runs and a log in one report; raw logs of one name, each with its own.
for run in one two; do
  mkdir -p "$TMP/$run/logs"
  sed 's|"logs" : \[\]|"logs" : [ "logs/a.valgrind.log" ]|' ../data/report/engines.json >"$TMP/$run/report.json"
  echo $run >"$TMP/$run/logs/a.valgrind.log"
done
"$FREEHOLD" report --deterministic --out "$TMP/out" "$TMP/one" "$TMP/two/report.json" ../data/foreign/leak.log >"$TMP/said"
status=$?
tail -n 3 "$TMP/said"
grep '"logs/' "$TMP/out/report.json" | sort | uniq -c
cd "$TMP/out/logs" && head -n 1 -- *
exit $status
