#!/bin/sh
# SPDX-License-Identifier: MIT
# Every violating scenario, without its `!kind`s: none of those that had one may pass, on any engine that can see the kind.
. "$(dirname "$0")/common.sh"
mkdir "$TMP/stripped"

# having PATTERN FILE: how many scenarios of the file have a line that ends in a kind that matches.
having() {
  awk -v kind="!($1)[[:space:]]*(!|#|$)" '/^scenario/ { found = 0 } $0 ~ kind && !found { n++; found = 1 } END { print n + 0 }' "$2"
}

scenarios=0 violating=0 owning=0
for file in "$SOURCE"/scenarios/violations/*.scn; do
  sed 's/[[:space:]]*\(![a-z][a-z-]*[[:space:]]*\)\{1,\}\(#.*\)\{0,1\}$//' "$file" >"$TMP/stripped/$(basename "$file")"
  scenarios=$((scenarios + $(grep -c '^scenario' "$file")))
  violating=$((violating + $(having '[a-z-]+' "$file")))
  owning=$((owning + $(having 'leak|cross-allocator-free|double-free|invalid-free|layout-mismatch|wrong-release|abort' "$file")))
done
[ "$owning" -gt 0 ] && [ "$violating" -gt "$owning" ] || fail "there are no violating scenarios"
! grep -n '![a-z]' "$TMP"/stripped/*.scn || fail "a kind was left"
run 1 --engine all --format tap "$TMP/stripped"
said "unexpected cross-allocator-free"

# failing ENGINE: how many scenarios it failed.
failing() {
  grep -c "^not ok .* \[$1\]\$" "$TMP/said"
}
[ "$(grep -c "^\(not \)\{0,1\}ok .* \[valgrind\]\$" "$TMP/said")" -eq "$scenarios" ] || fail "not every scenario ran"
[ "$(failing valgrind)" -eq "$violating" ] || fail "valgrind failed $(failing valgrind) of $violating"
[ "$(failing asan)" -ge "$owning" ] || fail "asan failed $(failing asan), with $owning that it sees"
[ "$(failing ledger)" -ge "$owning" ] || fail "the ledger failed $(failing ledger), with $owning that it sees"
