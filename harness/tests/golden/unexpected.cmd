# What a developer sees: both stacks of every wrong release, in both directions. What differs between compilers is masked.
"$FREEHOLD" run --timeout 3600 --engine valgrind --deterministic --build-dir "$BUILD" --out "$TMP/out" scripts/unexpected.scn >"$TMP/said"
status=$?
sed -e 's/[0-9]* frames\{0,1\} of the harness/N frames of the harness/' -e 's/, [0-9]* of the harness/, N of the harness/' \
  -e 's/[0-9]* frames\{0,1\} of Rust.s std/N frames of Rust'"'"'s std/' -e '/under audit:/,/engine:/{/^ \{15\}/d}' -e 's/, rustc 1\.[0-9].*$/, RUSTC/' -e 's/valgrind 3\..*/valgrind VERSION/' "$TMP/said"
exit $status
