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

cat >test.c <<'END'
#include <stdlib.h>
#include <string.h>
char *print_and_return(const char *input);
void free_string(char *string);
int main(int argc, char **argv)
{
    for (int i = argc > 1 ? atoi(argv[1]) : 1; i > 0; i--) {
        char *input = strdup("Hello from C");
        char *output = print_and_return(input);
        if (strcmp(output, "Hello from C, and from Rust") != 0)
            return 1;
        free_string(output);
        free(input);
    }
    return 0;
}
END
"${RUSTC:-rustc}" --edition 2021 --crate-name strtest --crate-type staticlib -g -o libstrtest.a "$source/rust-lib/strtest/src/lib.rs"
"${CC:-cc}" -O1 -g -o test test.c libstrtest.a -lpthread -ldl -lm

# write COUNT FOLDER: scenarios that make the same calls, in files of 500.
write() {
  mkdir "$2"
  awk -v n="$1" -v folder="$2" 'BEGIN {
    for (i = 1; i <= n; i++) {
      file = sprintf("%s/%04d.scn", folder, (i - 1) / 500)
      if (i % 500 == 1)
        print "library strtest\n" >file
      printf "scenario \"number %d\" {\n    input = strdup(\"Hello from C\")\n    output = print_and_return(input)\n" \
        "    expect output == \"Hello from C, and from Rust\"\n    free_string(output)\n    free(input)\n}\n\n", i >file
    }
  }'
}

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

# A function of this file in place of a program: its processor time, as seconds() has it.
seconds_of() {
  (
    "$@" >said 2>&1 || { cat said >&2; exit 1; }
    times
  ) | awk '{ gsub(/[ms]/, " "); sum += ($1 + $3) * 60 + $2 + $4 } END { printf "%.3f\n", sum; exit NR < 2 }'
}

# compare WHAT THEIRS ENGINE FOLDER
compare() {
  audit "$3" "$4" >said 2>&1 || { cat said >&2; exit 1; } # builds the library and the runner
  for _ in $(seq "$runs"); do
    theirs=$(seconds_of "$2") && ours=$(seconds_of audit "$3" "$4") || exit 1
    echo "$theirs $ours"
  done | of_pairs | {
    read -r theirs ours ratio least greatest
    printf '%-48s %7.2f s, Freehold %7.2f s, ratio %s (%s to %s)\n' "$1" "$theirs" "$ours" "$ratio" "$least" "$greatest"
  }
}

write "$processes" tests
write "$rounds" rounds
compare "$processes tests, each under valgrind" by_process valgrind tests
if command -v heaptrack >/dev/null; then
  compare "heaptrack, $rounds rounds of the calls" with_heaptrack ledger rounds
else
  echo "heaptrack is not installed: not measured"
fi
