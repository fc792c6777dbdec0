#!/bin/sh
# SPDX-License-Identifier: MIT
# Clean scenarios, with a `!leak` on their first call: none may pass, and each says what it expected and did not find.
. "$(dirname "$0")/common.sh"
mkdir "$TMP/marked"
scenarios=0
for file in "$SOURCE"/scenarios/*.scn; do
  # The first line of a scenario that is a whole statement: no block, no declaration of what goes on below.
  awk '
    /^scenario / { wanted = 1 }
    wanted && /^    [a-z_A-Z].*\)[ ]*(#.*)?$/ && !/^    (callback|thread|repeat)/ { sub(/[ ]*(#.*)?$/, "    !leak"); wanted = 0 }
    { print }' "$file" >"$TMP/marked/$(basename "$file")"
  scenarios=$((scenarios + $(grep -c '^scenario' "$file")))
done
marked=$(cat "$TMP"/marked/*.scn | grep -c '!leak$')
[ "$((marked * 10))" -gt "$((scenarios * 9))" ] || fail "only $marked of $scenarios scenarios are marked"
run 1 "$TMP/marked"
said "^$scenarios scenarios: $((scenarios - marked)) pass, $marked fail, 0 inconclusive$"
said "expected leak here, found nothing"
