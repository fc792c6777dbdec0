#!/bin/sh
# SPDX-License-Identifier: MIT
# What a scenario costs, beside a program by hand that makes the same five calls and has the leaks searched for after each round
# (under the ledger's row: nothing but the calls). All files are written; the library and the runner are built before.
#   FREEHOLD=build/harness/freehold/command/freehold harness/bench/scenarios.sh [RUNS [COUNT…]]
# Prints for each engine and number of scenarios the median of RUNS processor times of both, run in turn, their ratio, and what
# one more scenario costs.
set -eu
runs=${1:-3}
[ $# = 0 ] || shift
[ $# -gt 0 ] || set -- 10 100 1000 10000
. "$(dirname "$0")/common.sh"

by_hand_begin
by_hand ledger
by_hand valgrind -DWITH_VALGRIND
by_hand asan -DWITH_ASAN -fsanitize=address

run="$FREEHOLD run --jobs 1 --config $source/scenarios/freehold.ini --build-dir build --out out"

run_by_hand() { # ENGINE COUNT
  case $1 in
  valgrind) seconds valgrind -q --leak-check=full --show-leak-kinds=all --log-file=log ./valgrind "$2" ;;
  *) seconds "./$1" "$2" ;;
  esac
}

printf '%-9s %9s %10s %10s %7s %14s\n' engine scenarios freehold 'by hand' ratio 'one more costs'
for engine in valgrind asan ledger; do
  before=
  for count; do
    rm -rf many
    write_scenarios "$count" many
    $run --engine "$engine" many >said || { cat said >&2; exit 1; } # builds the library and the runner
    for _ in $(seq "$runs"); do
      echo "$(run_by_hand "$engine" "$count") $(seconds $run --engine "$engine" many)"
    done | of_pairs >pairs
    read -r hand ours ratio _ <pairs
    [ "$hand" != 0.000 ] || ratio=- # less than can be measured
    one_more=
    [ -z "$before" ] || one_more=$(echo "$before $count $ours" | awk '{ printf "%.2f ms", ($4 - $2) / ($3 - $1) * 1000 }')
    printf '%-9s %9d %8.2f s %8.3f s %7s %14s\n' "$engine" "$count" "$ours" "$hand" "$ratio" "$one_more"
    before="$count $ours"
  done
done
