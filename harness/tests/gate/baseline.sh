#!/bin/sh
# SPDX-License-Identifier: MIT
# A baseline lets pass what it holds, wherever its lines move to and whichever compiler builds it, and nothing else.
. "$(dirname "$0")/common.sh"
mkdir "$TMP/tree"
cp -r "$SOURCE/rust-lib/strtest" "$TMP/tree/strtest"
cd "$TMP/tree" || exit 1
printf '[library]\ncrate = strtest\n' >freehold.ini
cat >known.scn <<'END'
scenario "the string is forgotten" { a = print_and_return("hi") }
scenario "C frees it" {
  a = print_and_return("hi")
  free(a)
}
END

# audit EXPECTED_STATUS ARGUMENT…: freehold run on the folder's scenarios; what it prints is in $TMP/said.
audit() {
  wanted=$1
  shift
  "$FREEHOLD" run --timeout 3600 --engine ledger --out "$TMP/out" "$@" . >"$TMP/said" 2>&1
  status=$?
  [ "$status" = "$wanted" ] || { cat "$TMP/said"; fail "exit status $status, not $wanted"; }
}

# report EXPECTED_STATUS ARGUMENT…: freehold report, in the same way.
report() {
  wanted=$1
  shift
  "$FREEHOLD" report "$@" >"$TMP/said" 2>&1
  status=$?
  [ "$status" = "$wanted" ] || { cat "$TMP/said"; fail "report: exit status $status, not $wanted"; }
}

audit 1
cp -r "$TMP/out" "$TMP/first"
report 0 "$TMP/first" --write-baseline known.json --out "$TMP/written"
said 'holds 2 findings'
audit 0 --baseline known.json
said '2 known findings'

# Other lines, in the scenarios and in the library; another folder.
sed -i '1i # a line\n\n# and another' known.scn
sed -i '1i // a line\n\n// and another' strtest/src/lib.rs
audit 0 --baseline known.json
said '2 known findings'
if [ -x /usr/bin/rustc ] && [ "$(rustc --version)" != "$(/usr/bin/rustc --version)" ]; then
  (
    PATH=/usr/bin:$PATH CARGO=/usr/bin/cargo RUSTC=/usr/bin/rustc
    export PATH CARGO RUSTC
    audit 0 --baseline known.json --build-dir "$TMP/other"
    said '2 known findings'
  ) || exit 1
fi

# Once more is new, even in the same function; so is another scenario.
sed -i 's/  free(a)/  free(a)\n  b = print_and_return("hi"); free(b)/' known.scn
audit 1 --baseline known.json
said 'known cross-allocator-free'
said 'unexpected cross-allocator-free'
report 1 --compare "$TMP/first" "$TMP/out"
said 'worse'
sed -i '/  b = /d' known.scn

# What is fixed is named, and the baseline shrinks; what was not run stays in it.
sed -i 's/free(a)/free_string(a)/' known.scn
audit 0 --baseline known.json --scenario 'C frees it'
said 'fixed: cross-allocator-free'
report 0 "$TMP/out" --baseline known.json --write-baseline known.json --out "$TMP/written"
said 'holds 1 finding'
audit 0 --baseline known.json
said '1 known finding'
report 0 --compare "$TMP/first" "$TMP/out"
said 'better'
said '  - .*cross-allocator-free'

# A wrong file is no baseline, and nothing is run.
echo '{}' >wrong.json
audit 2 --baseline wrong.json
said 'no baseline'
audit 2 --baseline nowhere.json
report 2 --compare "$TMP/first"
true
