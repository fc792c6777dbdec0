# A second run removes the first one's files, and no other.
"$FREEHOLD" run --out "$TMP/out" scripts/not_there.scn
cd "$TMP/out" || exit
touch report.json kept.json logs/kept.log logs/kept.err
touch logs/strtest-0.plan logs/strtest-1.valgrind.out logs/strtest-1.valgrind.77.log logs/strtest-1.valgrind.line-4.events
cd - >/dev/null || exit
"$FREEHOLD" run --out "$TMP/out" scripts/not_there.scn
status=$?
find "$TMP/out" -type f | sort
exit $status
