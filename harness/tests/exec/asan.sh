#!/bin/sh
# SPDX-License-Identifier: MIT
# Programs that are built with AddressSanitizer and freehold's flags, correct and buggy, by each compiler that is there.
. "$(dirname "$0")/common.sh"
rust staticlib libstrtest.a -g

# flagged COMPILER ARGUMENT…: builds with the flags for it.
flagged() {
  compiler=$1
  shift
  # shellcheck disable=SC2046,SC2086
  build "$compiler" $("$FREEHOLD" flags --cc "$compiler" libstrtest.a) "$@" libstrtest.a $rust_libs
}

# wrong KIND ARGUMENT: the program of one wrong each has one finding, of that kind.
wrong() {
  audit 1 ./wrongs "$2"
  kind "$1"
  grep -q '×' said && { cat said; fail "one cause, several findings"; }
}

for compiler in gcc clang; do
  command -v $compiler >/dev/null || { leave_out $compiler; continue; }
  flagged $compiler -o main "$here/free_or_return.c"
  both cross-allocator-free ./main
  says 'released by C (free)'
  says 'print_and_return'
  grep -q '"engine" : "asan"' out/report.json || fail "not the asan engine"

  audit_with='--engine asan'
  both cross-allocator-free ./main
  audit_with='--engine valgrind'
  audit 2 ./main
  says './main runs under asan, not under valgrind: it is built with AddressSanitizer'
  audit_with=

  flagged $compiler -o forks "$here/forks.c"
  both cross-allocator-free ./forks
  audit 1 ./forks leak
  kind leak
  says '28 bytes in 1 block'

  flagged $compiler -o starts "$here/starts.c"
  both cross-allocator-free ./starts ./main
  audit 1 ./starts early ./main
  kind cross-allocator-free
  [ "$(grep -c '"scenario" : "./starts early ./main (process 1)"' out/report.json)" -gt 0 ] || fail "the first of two programs"
  grep -q '"scenario" : "./main (process 2)"' out/report.json || fail "the second of two programs"

  flagged $compiler -o leaves "$here/leaves.c"
  both cross-allocator-free ./leaves

  flagged $compiler -o threads "$here/threads.c"
  both cross-allocator-free ./threads

  flagged $compiler -o wrongs "$here/wrongs.c"
  audit 0 ./wrongs
  wrong cross-allocator-free free
  wrong cross-allocator-free realloc
  wrong cross-allocator-free drop
  wrong double-free twice
  wrong invalid-free inside
  wrong layout-mismatch layout
  wrong leak leak
  wrong leak ring
  wrong use-after-free released
  wrong out-of-bounds beyond

  # Whatever the program is built to have the sanitizer look away from.
  flagged $compiler -o wrongs "$here/wrongs.c" "$here/looks_away.c"
  audit 0 ./wrongs
  wrong use-after-free released
  wrong out-of-bounds beyond
done

rust staticlib libstrtest.a -O
flagged gcc -O2 -o release "$here/free_or_return.c"
both cross-allocator-free ./release
rust staticlib libstrtest.a -g

for compiler in g++ clang++; do
  command -v $compiler >/dev/null || { leave_out $compiler; continue; }
  flagged $compiler -o cxx "$here/delete_or_return.cpp"
  both cross-allocator-free ./cxx
  says 'released by C++'
done

# Its options bend nothing; its input, output and exit status are its own.
export ASAN_OPTIONS=detect_leaks=0:exitcode=0:alloc_dealloc_mismatch=0:log_path=elsewhere LSAN_OPTIONS=max_leaks=1:detect_leaks=0
audit 1 ./wrongs leak
audit 1 ./main bad
[ ! -e elsewhere.* ] || fail "a log elsewhere"
printf '#include <stdio.h>\nint main(void) { int c; while ((c = getchar()) != EOF) putchar(c); return 7; }\n' >copies.c
build "${CC:-cc}" -fsanitize=address -o copies copies.c
audit 0 ./copies <"$here/common.sh"
cmp - printed <"$here/common.sh" || fail "the program's output was changed"
says 'exit status 7'
says 'audited as plain C'
