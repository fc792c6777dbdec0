#!/bin/sh
# SPDX-License-Identifier: MIT
# freehold init, then freehold run, of published crates, with no edit: all of ci/real-crates/crates has a draft that runs and passes.
. "$(dirname "$0")/common.sh"
cd "$SOURCE" || exit 1
ci/real-crates/run --freehold "$FREEHOLD" --work "$TMP" --output "$TMP/page.md" >"$TMP/said" 2>&1
status=$?
cat "$TMP/page.md" 2>/dev/null
[ "$status" = 0 ] || { cat "$TMP/said" "$TMP"/*/init.log "$TMP"/*/run.log; fail "not all crates have a draft that passes"; }
