#!/bin/sh
# SPDX-License-Identifier: MIT
# What Freehold costs beside what people use without it: tests that each run under Valgrind in a process of their own, as
# `meson test --wrapper='valgrind …'` has them, beside as many scenarios; and heaptrack on a program that makes the calls of many
# scenarios, beside those under the ledger.
#   FREEHOLD=build/harness/freehold/command/freehold harness/bench/beside.sh [RUNS [PROCESSES [ROUNDS]]]
# Prints the medians of processor seconds over RUNS of both in turn, and the median of the ratios.
set -eu
runs=${1:-3} processes=${2:-20} rounds=${3:-10000}
. "$(dirname "$0")/common.sh"

by_hand_begin
by_hand test

# audit ENGINE FOLDER
audit() {
  "$FREEHOLD" run --jobs 1 --config "$source/scenarios/freehold.ini" --build-dir build --out out --engine "$1" "$2"
}

# One test each, as a test runner starts them.
by_process() {
  for _ in $(seq "$processes"); do
    valgrind -q --error-exitcode=1 --leak-check=full ./test
  done
}

with_heaptrack() {
  heaptrack ./test "$rounds" && rm -f heaptrack.*
}

# compare WHAT THEIRS ENGINE FOLDER
compare() {
  audit "$3" "$4" >said 2>&1 || { cat said >&2; exit 1; } # builds the library and the runner
  for _ in $(seq "$runs"); do
    theirs=$(seconds "$2") && ours=$(seconds audit "$3" "$4") || exit 1
    echo "$theirs $ours"
  done | of_pairs | {
    read -r theirs ours ratio least greatest
    printf '%-48s %7.2f s, Freehold %7.2f s, ratio %s (%s to %s)\n' "$1" "$theirs" "$ours" "$ratio" "$least" "$greatest"
  }
}

write_scenarios "$processes" tests
write_scenarios "$rounds" rounds
compare "$processes tests, each under valgrind" by_process valgrind tests
if command -v heaptrack >/dev/null; then
  compare "heaptrack, $rounds rounds of the calls" with_heaptrack ledger rounds
else
  echo "heaptrack is not installed: not measured"
fi
