"$FREEHOLD" run --out "$TMP/out" scripts/not_there.scn 2>/dev/null
touch "$TMP/out/report.json"
flock "$TMP/out/logs/.freehold" "$FREEHOLD" run --out "$TMP/out" scripts/not_there.scn
status=$?
ls "$TMP/out"
exit $status
