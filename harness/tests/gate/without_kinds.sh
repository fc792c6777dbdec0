#!/bin/sh
# SPDX-License-Identifier: MIT
# Every violating scenario, without its `!kind`s: none of those that had one may pass.
. "$(dirname "$0")/common.sh"
mkdir "$TMP/stripped"
scenarios=0 violating=0
for file in "$SOURCE"/scenarios/violations/*.scn; do
  sed 's/[[:space:]]*\(![a-z][a-z-]*[[:space:]]*\)\{1,\}\(#.*\)\{0,1\}$//' "$file" >"$TMP/stripped/$(basename "$file")"
  scenarios=$((scenarios + $(grep -c '^scenario' "$file")))
  violating=$((violating + $(awk '/^scenario/ { found = 0 } /![a-z]/ && !found { n++; found = 1 } END { print n }' "$file")))
done
[ "$violating" -gt 0 ] || fail "there are no violating scenarios"
! grep -n '![a-z]' "$TMP"/stripped/*.scn || fail "a kind was left"
run 1 "$TMP/stripped"
said "^$scenarios scenarios: $((scenarios - violating)) pass, $violating fail, 0 inconclusive$"
said "unexpected cross-allocator-free"
