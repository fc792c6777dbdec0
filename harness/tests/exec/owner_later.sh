#!/bin/sh
# SPDX-License-Identifier: MIT
# The owner's release after C's is a consequence of C's, and so is what the owner reads for it: one finding.
. "$(dirname "$0")/common.sh"
rust staticlib libstrtest.a -g
# shellcheck disable=SC2086
build gcc -g -o owner_later "$here/owner_later.c" libstrtest.a $rust_libs
# shellcheck disable=SC2046,SC2086
build gcc $("$FREEHOLD" flags --cc gcc libstrtest.a) -o owner_later_asan "$here/owner_later.c" libstrtest.a $rust_libs
for program in ./owner_later ./owner_later_asan; do
  audit 0 $program
  audit 1 $program wrong
  kind cross-allocator-free
  says 'caused by this'
  says 'double-free: '
done
# Also in a stripped library, which may release by a jump, and in which AddressSanitizer loses who released: Rust wrote there before.
rust cdylib libstripped.so -O -C strip=symbols
build gcc -g -o stripped "$here/owner_later.c" ./libstripped.so
build gcc -g -fsanitize=address -o stripped_asan "$here/owner_later.c" ./libstripped.so
for program in ./stripped ./stripped_asan; do
  audit 0 $program
  audit 1 $program wrong
  kind cross-allocator-free
  says 'caused by this'
done
