#!/bin/sh
# SPDX-License-Identifier: MIT
# freehold selftest with all engines: nothing is missed, and each kind is seen by one of them at least.
. "$(dirname "$0")/common.sh"
cd "$TMP" || exit 1
"$FREEHOLD" selftest >said 2>&1 || { cat said; fail "exit status $?"; }
said '^  *valgrind  *asan  *ledger$'
! grep -v '^right use\|^not applicable\|^ \|report: ' said | grep -v seen || fail "these are seen by no engine"
