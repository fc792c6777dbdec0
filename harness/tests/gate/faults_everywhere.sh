#!/bin/sh
# SPDX-License-Identifier: MIT
# ci/faults/run: a little of everything that it does, in freehold, in what it audits, with files and with the disk. Nothing passes that
# must not, hangs, or leaves a process.
. "$(dirname "$0")/common.sh"
"$SOURCE/ci/faults/run" --freehold "$FREEHOLD" --work "$TMP/work" --output "$TMP/page.md" --quick >"$TMP/said" 2>&1
status=$?
[ "$status" = 0 ] || { cat "$TMP/said"; fail "exit status $status"; }
for what in '`freehold run`: `malloc`' 'inside, under `ledger`: `mmap`' '`run`: the plan, damaged' 'two at once in one folder'; do
  grep -qF "| $what" "$TMP/page.md" || { cat "$TMP/page.md"; fail "no row: $what"; }
done
