# A --config that is named from here is one for all files: the library is under audit once.
"$FREEHOLD" run --timeout 3600 --engine ledger --deterministic --build-dir "$BUILD" --config freehold.ini --out "$TMP/out" scripts/ok.scn scripts/../scripts/timeline.scn >"$TMP/said"
status=$?
grep -c 'under audit:' "$TMP/said"
exit $status
