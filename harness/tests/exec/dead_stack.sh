#!/bin/sh
# SPDX-License-Identifier: MIT
# Under AddressSanitizer, what the dead part of a stack holds keeps no block from being lost; what its live part holds does.
. "$(dirname "$0")/common.sh"

for compiler in gcc clang; do
  command -v $compiler >/dev/null || { leave_out $compiler; continue; }
  for level in -O0 -O2; do
    build $compiler $level -g -fsanitize=address -o smears "$here/smears.c" -lpthread
    audit 0 ./smears
    for where in main exit _exit _Exit quick_exit exec list atexit at_quick_exit destructor constructor signal thread 'thread exit'; do
      audit 1 ./smears "$where"
      kind leak
      says '77 bytes in 1 block'
    done
    audit 0 ./smears 'kept in a variable'
    audit 0 ./smears 'kept in a register'
    audit 0 ./smears 'kept by a handler'
  done
done
