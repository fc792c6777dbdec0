#!/bin/sh
# SPDX-License-Identifier: MIT
# What `freehold exec` costs beside plain Valgrind (--leak-check=full): a program that does nothing but have Rust allocate and
# release; one that computes between; one whose Rust code formats, splits, counts in a map, sorts and joins (words.rs); and one that
# does next to nothing, which is what it costs to start.
#   FREEHOLD=build/harness/freehold/command/freehold harness/bench/exec.sh [RUNS]
# Prints, for RUNS of both in turn, the medians of their processor time (user and system, children's included), and the median of
# the ratios of each pair, with the least and the greatest.
set -eu
runs=${1:-7}
. "$(dirname "$0")/common.sh"

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
cat >words.c <<'END'
#include <stdlib.h>
char *report(unsigned seed);
void free_report(char *report);
int main(int argc, char **argv)
{
    for (int i = 0; argc > 1 && i < atoi(argv[1]); i++)
        free_report(report((unsigned)i));
    return 0;
}
END

# program NAME LIBRARY SOURCE: NAME.c with the Rust library.
program() {
  "${RUSTC:-rustc}" --edition 2021 --crate-name "$2" --crate-type staticlib -O -o "lib$2.a" "$3"
  "${CC:-cc}" -O1 -g -o "$1" "$1.c" "lib$2.a" -lpthread -ldl -lm
}
program calls strtest "$source/rust-lib/strtest/src/lib.rs"
program words words "$source/harness/bench/words.rs"

# compare WHAT PROGRAM ARGUMENT…
compare() {
  what=$1
  shift
  "$FREEHOLD" exec --out out -- "$@" >said 2>&1 || { cat said >&2; exit 1; }
  for _ in $(seq "$runs"); do
    echo "$(seconds valgrind --leak-check=full "$@") $(seconds "$FREEHOLD" exec --out out -- "$@")"
  done | of_pairs | {
    read -r plain exec ratio least greatest
    printf '%-40s plain %.2f s, exec %.2f s, ratio %s (%s to %s)\n' "$what" "$plain" "$exec" "$ratio" "$least" "$greatest"
  }
}

compare 'nothing but allocations (900,000):' ./calls 300000 0
compare 'with 2,000 steps between each three:' ./calls 100000 2000
compare 'words (1,100,000 allocations):' ./words 1000
compare 'a start (3 allocations):' ./calls 1
