# SPDX-License-Identifier: MIT
# What the benchmarks share. Each measures two things in turn, in one run, and prints their ratio. $source is the root of the tree;
# the folder at hand is an empty one, which goes when the script ends.
# shellcheck shell=sh
source=$(cd "$(dirname "$0")/../.." && pwd)
FREEHOLD=$(realpath "${FREEHOLD:?the freehold program}")
TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT
cd "$TMP"

# seconds COMMAND…: the processor time, user's and system's, of the programs that it starts; it may be a function. It must succeed; what
# it says is in `said`.
seconds() {
  (
    "$@" >said 2>&1 || { cat said >&2; exit 1; }
    times
  ) | awk 'NR == 2 { gsub(/[ms]/, " "); printf "%.3f\n", ($1 + $3) * 60 + $2 + $4; seen = 1 } END { exit !seen }'
}

# of_pairs: medians of pairs "A B" on lines: "median of A, median of B, median of B / A, the least and the greatest B / A".
of_pairs() {
  awk '
    function sorted(values, n, i, j, t) {
      for (i = 2; i <= n; i++)
        for (j = i; j > 1 && values[j] < values[j - 1]; j--) { t = values[j]; values[j] = values[j - 1]; values[j - 1] = t }
    }
    { a[NR] = $1; b[NR] = $2; ratio[NR] = $1 > 0 ? $2 / $1 : 0 }
    END {
      if (NR == 0) exit 1
      sorted(a, NR); sorted(b, NR); sorted(ratio, NR); m = int((NR + 1) / 2)
      printf "%.3f %.3f %.2f %.2f %.2f\n", a[m], b[m], ratio[m], ratio[1], ratio[NR]
    }'
}

# by_hand_begin: the textbook's library, and in C what its scenarios call: as many rounds as its argument says.
by_hand_begin() {
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
}

# by_hand NAME FLAG…: that program; with -DWITH_ASAN or -DWITH_VALGRIND a search for leaks follows each round.
by_hand() {
  name=$1
  shift
  "${CC:-cc}" -O1 -g "$@" -o "$name" by_hand.c libstrtest.a -lpthread -ldl -lm
}

# write_scenarios COUNT FOLDER: scenarios that make the same calls, in files of 500.
write_scenarios() {
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
