# The lives of blocks; those that the library keeps to itself differ between compilers.
"$FREEHOLD" run --timeout 3600 --engine valgrind,asan,ledger --deterministic --build-dir "$BUILD" --out "$TMP/out" scripts/timeline.scn >"$TMP/said"
status=$?
grep '^[0-9]* scenarios:' "$TMP/said"
node show_timeline.js "$TMP/out/report.json" 2
exit $status
