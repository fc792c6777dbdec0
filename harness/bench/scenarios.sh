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

cat >by_hand.c <<'END'
#include <stdlib.h>
#include <string.h>
char *print_and_return(const char *input);
void free_string(char *string);
#if defined(WITH_ASAN)
int __lsan_do_recoverable_leak_check(void);
#define search() __lsan_do_recoverable_leak_check()
#elif defined(WITH_VALGRIND)
#include <valgrind/memcheck.h>
#define search() VALGRIND_DO_ADDED_LEAK_CHECK
#else
#define search() ((void)0)
#endif
int main(int argc, char **argv)
{
    for (int i = argc > 1 ? atoi(argv[1]) : 1; i > 0; i--) {
        char *input = strdup("Hello from C");
        char *output = print_and_return(input);
        if (strcmp(output, "Hello from C, and from Rust") != 0)
            return 1;
        free_string(output);
        free(input);
        search();
    }
    return 0;
}
END
"${RUSTC:-rustc}" --edition 2021 --crate-name strtest --crate-type staticlib -g -o libstrtest.a "$source/rust-lib/strtest/src/lib.rs"
by_hand() { # NAME FLAG…
  name=$1
  shift
  "${CC:-cc}" -O1 -g "$@" -o "$name" by_hand.c libstrtest.a -lpthread -ldl -lm
}
by_hand ledger
by_hand valgrind -DWITH_VALGRIND
by_hand asan -DWITH_ASAN -fsanitize=address

# write COUNT: many/, files of 500 scenarios.
write() {
  rm -rf many
  mkdir many
  awk -v n="$1" 'BEGIN {
    for (i = 1; i <= n; i++) {
      file = sprintf("many/%04d.scn", (i - 1) / 500)
      if (i % 500 == 1)
        print "library strtest\n" >file
      printf "scenario \"number %d\" {\n    input = strdup(\"Hello from C\")\n    output = print_and_return(input)\n" \
        "    expect output == \"Hello from C, and from Rust\"\n    free_string(output)\n    free(input)\n}\n\n", i >file
    }
  }'
}

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
    write "$count"
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
