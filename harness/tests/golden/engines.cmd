# Three engines side by side: what one can't see by nature, another settles.
"$FREEHOLD" run --timeout 3600 --engine all --deterministic --build-dir "$BUILD" --out "$TMP/out" scripts/engines.scn >"$TMP/said"
status=$?
sed '/^  under audit:/,/^$/d' "$TMP/said"
sed -n '/"agreement"/,/^ \]/p' "$TMP/out/report.json" | tr -d '\n' | sed -e 's/  */ /g' -e 's/}, { "scenario"/},\n{ "scenario"/g'
echo
exit $status
