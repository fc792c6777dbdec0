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
audit 0 --engine "${engines%,asan}" c.scn

# It fails when the statement is gone: then nothing of this happens.
sed '/fail alloc/d' rust.scn >gone.scn
audit 1 --engine ledger gone.scn
said '6 audited: 0 pass, 6 fail\|0 pass'

audit 1 --engine "$engines" never.scn
said 'fail alloc 5 of rust: nothing failed, 1 more would have had to be asked for'

# --fail-each: all of them, in scenarios that nobody wrote for it.
# ended ENGINE SCENARIO OF END…: how each of the side's allocations ended, in order.
ended() {
  wanted="$1 $2 $3:"
  shown=$(jq -r --arg engine "$1" --arg scenario "$2" --arg of "$3" \
    '[.allocations[] | select(.engine == $engine and .scenario == $scenario and .of == $of)] | sort_by(.allocation) | map(.end) | join(" ")' out/fail-each.json)
  shift 3
  [ "$shown" = "$*" ] || { cat said; fail "$wanted $shown, not $*"; }
}
tried() {
  for engine in $(echo "$engines" | tr , ' '); do
    [ "$engine $2" != 'asan c' ] || continue
    ended "$engine" "$@"
  done
}
audit 0 --engine "$engines" --fail-each each.scn
tried parts rust went-on went-on went-on ended-by-std
tried "what C makes itself" c went-on went-on
tried "a block that goes with another" c went-on
tried "a block that goes with another" rust went-on went-on went-on ended-by-std
tried "a block that can't be taken" rust went-on went-on went-on ended-by-std
tried "a block that can't be taken" c went-on
tried "it violates" rust
tried "it has a failure of its own" rust
audit 1 --engine "$engines" --fail-each each_found.scn
tried leaky rust went-on found ended-by-std
tried hasty c went-on found
tried "it keeps what it was given" rust found ended-by-std
said 'leaky \[allocation 2 of rust fails\]'
audit 1 --engine "$engines" --fail-each --scenario leaky --deterministic each_found.scn
jq -e '[.results[].notes[]] | index("3 allocations of rust failed in turn: 1 found, 1 went-on, 1 ended-by-std")' out/report.json >said ||
  fail "the scenario's note"
audit 0 --engine ledger --scenario parts each.scn
[ ! -e out/fail-each.json ] || fail 'an earlier run left its fail-each.json'

# Where C's can't be refused, nobody takes it for a pass.
[ "$engines" != ledger ] || exit 0
audit 3 --engine asan --scenario "the library's first" c.scn
said "asan can't make an allocation of C's fail"
