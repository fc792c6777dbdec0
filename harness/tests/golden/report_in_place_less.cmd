# What would be less than what is there is not written over it.
mkdir "$TMP/out"
sed 's/"cut" : false,/"cut" : false, "duration_us" : 1,/; s/"alone" : \(true\|false\)/&, "duration_us" : 1/' ../data/report/engines.json >"$TMP/out/report.json"
cp "$TMP/out/report.json" "$TMP/before"
"$FREEHOLD" report --deterministic --out "$TMP/out" "$TMP/out"
status=$?
cmp "$TMP/before" "$TMP/out/report.json" && echo same
exit $status
