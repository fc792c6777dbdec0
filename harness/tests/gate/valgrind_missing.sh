#!/bin/sh
# SPDX-License-Identifier: MIT
# Without Valgrind nothing was seen: inconclusive, what to do, and a report all the same.
. "$(dirname "$0")/common.sh"
copy_path
rm -f "$TMP/bin/valgrind"
PATH=$TMP/bin
run 3 "$SOURCE/scenarios/textbook.scn"
said "apt-get install valgrind"
said " 0 pass, 0 fail, [1-9][0-9]* inconclusive"
[ -s "$TMP/out/report.json" ] || fail "no report"
