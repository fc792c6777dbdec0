#!/bin/sh
# SPDX-License-Identifier: MIT
# `fail alloc N of D`: one allocation of one side fails, and what the library does then is judged; what never failed is no pass.
# $ENGINES: which (default: ledger).
. "$(dirname "$0")/common.sh"
engines=${ENGINES:-ledger}
cp "$(dirname "$0")"/fail_alloc/* "$TMP"
cd "$TMP" || exit 1
printf '[library]\nstaticlib = libfail.a\nheader = lib.h\n' >freehold.ini
"${RUSTC:-rustc}" --edition 2021 -g --crate-name fail --crate-type staticlib -o libfail.a lib.rs 2>said || fail "rustc: $(cat said)"

audit() {
  wanted=$1
  shift
  freehold "$wanted" run --timeout 3600 --build-dir build --out out "$@"
}

audit 0 --engine "$engines" rust.scn
audit 0 --engine ledger c.scn

# It fails when the statement is gone: then nothing of this happens.
sed '/fail alloc/d' rust.scn >gone.scn
audit 1 --engine ledger gone.scn
said '6 audited: 0 pass, 6 fail\|0 pass'

audit 1 --engine "$engines" never.scn
said 'fail alloc 5 of rust: nothing failed, 1 more would have had to be asked for'

# Where C's can't be refused, nobody takes it for a pass.
[ "$engines" != ledger ] || exit 0
audit 3 --engine valgrind --scenario "the library's first" c.scn
said "only the ledger engine can make"
