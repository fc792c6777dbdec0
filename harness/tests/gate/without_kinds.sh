#!/bin/sh
# SPDX-License-Identifier: MIT
# Every violating scenario, without its `!kind`s: none may pass, and each unexpected finding is named with its line.
. "$(dirname "$0")/common.sh"
mkdir "$TMP/stripped"
scenarios=0
for file in "$SOURCE"/scenarios/violations/*.scn; do
  sed 's/[[:space:]]*\(![a-z][a-z-]*[[:space:]]*\)\{1,\}\(#.*\)\{0,1\}$//' "$file" >"$TMP/stripped/$(basename "$file")"
  scenarios=$((scenarios + $(grep -c '^scenario' "$file")))
done
[ "$scenarios" -gt 0 ] || fail "there are no violating scenarios"
! grep -n '![a-z]' "$TMP"/stripped/*.scn || fail "a kind was left"
run 1 "$TMP/stripped"
said "^$scenarios scenarios: 0 pass, $scenarios fail, 0 inconclusive$"
said "unexpected cross-allocator-free"
