#!/bin/sh
# SPDX-License-Identifier: MIT
# freehold explore: finds faults, shrinks them to few calls, writes what runs; the same seed gives the same bytes.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/explore/common.sh"
library faulty --cfg few

freehold 1 explore --engine ledger --runs 200 --output first faulty
finds first >found
grep -q '^layout-mismatch st_bytes_new st_bytes_free $' found || { cat said found; fail "a layout was not found"; }
grep -q '^leak .*st_channel_receive ' found || { cat said found; fail "a leak was not found"; }
said '^[0-9]* of 35 functions called'
awk '/"calls" :/ { sub(/,/, ""); if (seen++ && $3 > 5) exit 1 }' first/explore.json || fail "a find was not shrunk"

# What it writes shows what it says, and compiles.
freehold 0 run --engine ledger --config faulty/freehold.ini --out out first/finds
for program in first/finds/*.c; do
  "${CC:-cc}" -fsyntax-only -Werror -I. "$program" || fail "$program does not compile"
done

freehold 1 explore --engine ledger --runs 200 --output second faulty
diff -r first second || fail "the same seed, and something else"
mkdir -p other/finds
freehold 2 explore --engine ledger --runs 1 --output other faulty
said 'freehold explore did not make it'
freehold 2 explore --runs -1 faulty
