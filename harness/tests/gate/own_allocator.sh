#!/bin/sh
# SPDX-License-Identifier: MIT
# A crate that sets the global allocator beside its callers can't be hooked whole. Then none of it is: what depends on the hook is
# inconclusive and blames nobody; what the contract proves still fails.
. "$(dirname "$0")/common.sh"
cases=$(dirname "$0")/own_allocator
cp "$cases"/* "$TMP"
printf '[library]\nstaticlib = libown.a\nheader = lib.h\n' >"$TMP/freehold.ini"

# audit SCENARIOS: on all engines.
audit() {
  "$FREEHOLD" run --timeout 3600 --engine all --build-dir "$TMP/build" --out "$TMP/out" --config "$TMP/freehold.ini" "$TMP/$1" >"$TMP/said" 2>&1
  status=$?
}

# is_clean: the report has no finding and no unmet expectation, and each result is inconclusive.
is_clean() {
  grep -q '"findings": *\[ *{' "$TMP/out/report.json" && return 1
  grep -q '"unmet": *\[ *{' "$TMP/out/report.json" && return 1
  ! grep -q '"verdict": *"\(pass\|fail\)"' "$TMP/out/report.json"
}

for allocator in system header mapped; do
  for optimised in 0 3; do
    "${RUSTC:-rustc}" --edition 2021 -g -C opt-level=$optimised --cfg "$allocator" --crate-type staticlib -o "$TMP/libown.a" "$TMP/lib.rs" \
      2>"$TMP/said" || fail "rustc: $(cat "$TMP/said")"
    audit right.scn
    [ "$status" = 3 ] || { cat "$TMP/said"; fail "$allocator, -O$optimised, right use: exit status $status, not 3"; }
    is_clean || { cat "$TMP/said"; fail "$allocator, -O$optimised: right use is blamed"; }
    said "not judged"
    audit wrong.scn
    [ "$status" = 1 ] || { cat "$TMP/said"; fail "$allocator, -O$optimised, wrong release: exit status $status, not 1"; }
    said "wrong-release"
    audit lost.scn
    ! grep -q 'no record of it was understood' "$TMP/said" || { cat "$TMP/said"; fail "$allocator, -O$optimised, a leak: a false reason"; }
    [ "$status" != 0 ] || fail "$allocator, -O$optimised: a leak is clean"
  done
done

# In a crate of its own it can be hooked whole. Then it does not run, which each result says; one with std's allocator does not say it.
"${RUSTC:-rustc}" --edition 2021 -O --crate-name own_allocator --crate-type rlib --out-dir "$TMP" "$SOURCE/harness/tests/exec/own_allocator.rs" \
  2>"$TMP/said" || fail "rustc: $(cat "$TMP/said")"
for own in '' 'extern crate own_allocator;'; do
  printf '%s\n#[no_mangle]\npub extern "C" fn number() -> *mut i32 { Box::into_raw(Box::new(7)) }\n' "$own" >"$TMP/apart.rs"
  printf '#[no_mangle]\npub unsafe extern "C" fn number_free(number: *mut i32) { drop(Box::from_raw(number)) }\n' >>"$TMP/apart.rs"
  "${RUSTC:-rustc}" --edition 2021 -g --crate-type staticlib -o "$TMP/libown.a" --extern own_allocator="$TMP/libown_allocator.rlib" "$TMP/apart.rs" \
    2>"$TMP/said" || fail "rustc: $(cat "$TMP/said")"
  printf 'int *number(void);\nvoid number_free(int *number);\n' >"$TMP/lib.h"
  printf 'scenario "a number" {\n    n = number()\n    number_free(n)\n}\n' >"$TMP/apart.scn"
  audit apart.scn
  [ "$status" = 0 ] || { cat "$TMP/said"; fail "apart: exit status $status, not 0"; }
  n=$(grep -c 'did not run, the rust heap stood in its place' "$TMP/out/report.json")
  [ "$n" = "${own:+3}" ] || [ "$n$own" = 0 ] || fail "said $n times"
done
