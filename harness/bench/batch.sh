#!/bin/sh
# SPDX-License-Identifier: MIT
# What a batch saves: the same clean scenarios in one process under Valgrind, and each in a process of its own.
#   FREEHOLD=build/harness/freehold/command/freehold harness/bench/batch.sh [SCENARIOS [ALONE]]
# Prints seconds of processor time a scenario for both (whole runs, one after the other) and their ratio.
set -eu
scenarios=${1:-1000} alone=${2:-10}
. "$(dirname "$0")/common.sh"

# write COUNT FILE
write() {
  awk -v n="$1" 'BEGIN {
    print "library strtest\n"
    for (i = 1; i <= n; i++) printf "scenario \"number %d\" { output = print_and_return(\"hi\"); free_string(output) }\n", i
  }' >"$2"
}

run="$FREEHOLD run --jobs 1 --config $source/scenarios/freehold.ini --build-dir build --out out"

write 1 one.scn
write "$scenarios" many.scn
$run one.scn >/dev/null # builds the library and the runner
all=$(seconds $run many.scn)
each=0
for _ in $(seq "$alone"); do
  each=$(seconds $run one.scn | awk -v sum="$each" '{ print sum + $1 }')
done
awk -v all="$all" -v n="$scenarios" -v each="$each" -v m="$alone" 'BEGIN {
  printf "in a batch of %d: %.4f s a scenario\nalone (%d runs):  %.4f s a scenario\nratio: %.0f\n", n, all / n, m, each / m, (each / m) / (all / n)
}'
