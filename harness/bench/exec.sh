#!/bin/sh
# SPDX-License-Identifier: MIT
# What `freehold exec` costs beside plain Valgrind: a program that does nothing but have Rust allocate and release, and one that
# computes between.
#   FREEHOLD=build/harness/command/freehold harness/bench/exec.sh [CALLS [RUNS]]
# Prints the user time of both (the least of RUNS, taken in turn) and their ratio.
set -eu
calls=${1:-100000} runs=${2:-5}
source=$(cd "$(dirname "$0")/../.." && pwd)
TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT
cd "$TMP"

cat >calls.c <<'END'
#include <stdlib.h>
char *print_and_return(const char *input);
void free_string(char *string);
int main(int argc, char **argv)
{
    volatile unsigned sum = 0;
    int calls = atoi(argv[1]), work = argc > 2 ? atoi(argv[2]) : 0;
    for (int i = 0; i < calls; i++) {
        free_string(print_and_return("a string of some length"));
        for (int j = 0; j < work; j++)
            sum += (unsigned)j * 17u;
    }
    return 0;
}
END
"${RUSTC:-rustc}" --edition 2021 --crate-name strtest --crate-type staticlib -O -o libstrtest.a "$source/rust-lib/strtest/src/lib.rs"
"${CC:-cc}" -O1 -g -o calls calls.c libstrtest.a -lpthread -ldl -lm

# user COMMAND…: its user time, children's included, in seconds.
user() {
  "$@" >/dev/null 2>said || { cat said >&2; exit 1; }
}
seconds() {
  sh -c '"$@" >/dev/null 2>&1; times' sh "$@" | awk 'NR == 2 { split($1, t, /[ms]/); printf "%.3f\n", t[1] * 60 + t[2] }'
}

for work in 0 2000; do
  user "${FREEHOLD:?the freehold program}" exec --out out -- ./calls 1 0
  plain= exec=
  for i in $(seq "$runs"); do
    p=$(seconds valgrind --leak-check=full ./calls "$calls" "$work")
    e=$(seconds "$FREEHOLD" exec --out out -- ./calls "$calls" "$work")
    plain="$plain $p" exec="$exec $e"
  done
  echo "$plain |$exec" | awk -v calls="$calls" -v work="$work" '
    function least(text, parts, n, i, low) { n = split(text, parts, " "); low = parts[1]; for (i = 2; i <= n; i++) if (parts[i] < low) low = parts[i]; return low }
    { split($0, sides, "|"); p = least(sides[1]); e = least(sides[2])
      printf "%d calls of 3 allocations, %d steps between: plain %.2f s, exec %.2f s, ratio %.2f\n", calls, work, p, e, e / p }'
done
