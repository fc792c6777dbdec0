#!/bin/sh
# SPDX-License-Identifier: MIT
# What scenarios exercised of the API: counted by what happened, a gate of its own, united by freehold report.
. "$(dirname "$0")/common.sh"
cp "$SOURCE"/harness/tests/gate/coverage/* "$TMP"
cd "$TMP" || exit 1

# gate STATUS ARGUMENT…: freehold run or report
gate() {
  wanted=$1
  shift
  "$FREEHOLD" "$@" >said 2>&1
  status=$?
  [ "$status" = "$wanted" ] || { cat said; fail "$*: exit status $status, not $wanted"; }
}
try() { wanted=$1; shift; gate "$wanted" run --engine ledger --timeout 3600 "$@"; }
# says WORDS: in one piece, wherever lines were broken
says() { tr -s ' \n' ' ' <said | grep -qF -- "$1" || { cat said; fail "not said: $1"; }; }
says_not() { ! tr -s ' \n' ' ' <said | grep -qF -- "$1" || { cat said; fail "said: $1"; }; }

"${RUSTC:-rustc}" --edition 2021 -g --crate-type staticlib -o libvault.a lib.rs || fail "rustc"

try 0 --out open open.scn
says 'coverage: 3 of 7 functions, 2 of 4 transfers, 2 of 7 outcomes: 38 %'
# vault_open() is called in a scenario of its own; that it returns NULL, and takes over what it is given, only there.
try 1 --min-coverage=80 --out open open.scn
says 'coverage of 38 % is below the 80 % that --min-coverage wants; never seen:'
says 'vault_open(): returns NULL'
says 'vault_state()'
says_not 'vault_state(): returns'
says_not 'vault_open(),'
says 'gate: fail (exit status 1)'
grep -q '"minimum" : 80' open/report.json || fail "report.json has no minimum"
grep -q '<error type="coverage" message="coverage of 38 %' open/junit.xml || { cat open/junit.xml; fail "junit.xml passes"; }
grep -q 'coverage of 38 %' open/report.sarif || fail "report.sarif is silent"
grep -q 'coverage of 38 %' open/summary.md || fail "summary.md is silent"
grep -q '<section id="coverage"' open/index.html || fail "index.html has no coverage"
gate 1 report open --out again
gate 0 report open --min-coverage=38 --out again
gate 1 report open --min-coverage=39 --out again

# The other half alone, and both.
try 0 --out other other.scn
says 'coverage: 5 of 7 functions'
gate 0 report open other --out both
says 'coverage: 6 of 7 functions, 4 of 4 transfers, 6 of 7 outcomes: 88 %'
gate 0 report open other --min-coverage=80 --out both
gate 1 report open other --min-coverage=95 --out both
says 'never seen: vault_copy(): returns not 0, vault_never()'

# A step that was never reached exercised nothing: the process died before.
try 1 --out died died.scn
says 'coverage: 0 of 7 functions'

# No coverage, no gate of it.
printf '==1== Memcheck, a memory error detector\n' >cut.log
gate 2 report cut.log --min-coverage=10 --out none
says 'these results have none'
for wrong in -1 101; do
  try 2 --min-coverage=$wrong --out wrong open.scn
  says 'is a percentage'
done
