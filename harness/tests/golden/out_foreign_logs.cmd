# A logs folder that freehold didn't make is the user's.
mkdir -p "$TMP/out/logs"
echo mine >"$TMP/out/logs/server.log"
"$FREEHOLD" run --out "$TMP/out" scripts/not_there.scn
status=$?
find "$TMP/out" -type f
exit $status
