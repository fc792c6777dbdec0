"$FREEHOLD" run --timeout 3600 --engine valgrind --deterministic --build-dir "$BUILD" --out "$TMP/out" scripts/ok.scn >"$TMP/said"
status=$?
sed -e '/under audit:/,/engine:/{/^ \{15\}/d}' -e 's/, rustc 1\.[0-9].*$/, RUSTC/' -e 's/valgrind 3\..*/valgrind VERSION/' "$TMP/said"
exit $status
