#!/bin/sh
# SPDX-License-Identifier: MIT
# Each function of the table of allocators that C and C++ have: one that takes blocks is given a block of Rust's, one that hands out
# blocks hands out one that Rust releases. Each is one finding and nothing else, under Valgrind and AddressSanitizer. LIST prints the
# table.
. "$(dirname "$0")/common.sh"
cc=${CC:-cc}
rust staticlib libstrtest.a -g
"$LIST" >table || fail "there is no table"

# A function a row: those of C23 are not in every C library.
declaration() {
  printf 'typedef void *allocator_%s(uintptr_t, uintptr_t, uintptr_t);\n' "$1"
  printf '__attribute__((weak)) allocator_%s call_%s __asm__("%s");\n' "$1" "$1" "$2"
  printf '__attribute__((noinline)) static void use_%s(void)\n{\n' "$1"
}

n=0
{
  cat <<'END'
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
char *print_and_return(const char *input);
void free_string(char *string);
END
  while read -r family role verb handing symbol _; do
    [ "$family" != rust ] && [ "$role" = entry ] || continue
    n=$((n + 1))
    declaration "$n" "$symbol"
    case "$verb,$handing" in
      release,*) printf '    call_%s((uintptr_t)print_and_return("x"), 16, 16);\n}\n' "$n" ;;
      resize,*) printf '    free(call_%s((uintptr_t)print_and_return("x"), 16, 16));\n}\n' "$n" ;;
      *,result) printf '    free_string(strcpy(call_%s(16, 16, 16), "y"));\n}\n' "$n" ;;
      *,argument)
        printf '    char *block;\n    call_%s((uintptr_t)&block, 16, 16);\n    free_string(strcpy(block, "y"));\n}\n' "$n" ;;
      *) fail "what does a test do with it: $symbol" ;;
    esac
  done <table
  cat <<'END'
/* Use the functions of the given numbers; one that the C library lacks is named. */
int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        switch (atoi(argv[i])) {
END
  n=0
  while read -r family role _ _ symbol _; do
    [ "$family" != rust ] && [ "$role" = entry ] || continue
    n=$((n + 1))
    printf '        case %s:\n            if (call_%s != NULL)\n                use_%s();\n' "$n" "$n" "$n"
    printf '            else\n                puts("without %s");\n            break;\n' "$symbol"
  done <table
  printf '        }\n    return 0;\n}\n'
} >families.c

# numbers PATTERN: of the rows that are like that.
numbers() {
  awk '$1 != "rust" && $2 == "entry"' table | grep -n -- "$1" | cut -d: -f1 | tr '\n' ' '
}

# each PROGRAM NUMBER…: a finding for each of them, but for what the C library lacks.
each() {
  audit 1 "$@"
  kind cross-allocator-free
  grep '^without' printed | grep -v ' free_sized$\| free_aligned_sized$' && fail "there is no such function"
  shift
  found=$(grep -c '^ *"message" : "block of .* allocated by .* was re.* by' out/report.json)
  [ "$found" = $(($# - $(grep -c '^without' printed))) ] || { cat said; fail "$found findings of functions $*"; }
}

all=$(numbers '')
[ "$(echo "$all" | wc -w)" -gt 30 ] || fail "the table is short"
# shellcheck disable=SC2086
build "$cc" -g -fno-builtin -o families families.c libstrtest.a $rust_libs -Wl,--no-as-needed -lstdc++
# shellcheck disable=SC2046
each ./families $(numbers ' release ') $(numbers ' resize ')
# Their errors end in the same calls of Rust's, which memcheck takes for one error. It ends a program that calls pvalloc().
for number in $(numbers ' allocate [^ ]* [^p]') $(numbers ' posix_memalign') $(numbers ' zeroed '); do
  each ./families "$number"
done
for compiler in gcc clang; do
  command -v $compiler >/dev/null || continue
  # shellcheck disable=SC2046,SC2086
  build $compiler $("$FREEHOLD" flags --cc $compiler libstrtest.a) -fno-builtin -o families-asan families.c libstrtest.a $rust_libs \
    -Wl,--no-as-needed -lstdc++
  # shellcheck disable=SC2086
  each ./families-asan $all
done
