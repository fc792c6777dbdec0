#!/bin/sh
# SPDX-License-Identifier: MIT
# Under AddressSanitizer, what a thread has that is about to begin is not lost, though LeakSanitizer does not know the thread yet.
. "$(dirname "$0")/common.sh"

build gcc -g -shared -fPIC -o libstarting.so "$here/starting.c" -ldl
for compiler in gcc clang; do
  command -v $compiler >/dev/null || { leave_out $compiler; continue; }
  build $compiler -g -fsanitize=address -rdynamic -o starts_thread "$here/starts_thread.c" -L. -lstarting -Wl,-rpath,"$TMP" -lpthread
  audit 0 ./starts_thread
done
