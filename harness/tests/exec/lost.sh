#!/bin/sh
# SPDX-License-Identifier: MIT
# What was seen is not lost when a log, a program or a library takes the place of another.
. "$(dirname "$0")/common.sh"
cc=${CC:-cc}
build "$cc" -g -o loses "$here/loses.c" -ldl
head -c 64 /bin/true >garbage
chmod +x garbage

audit 0 ./loses
audit 0 ./loses none
audit 1 ./loses exec ./garbage
kind leak
audit 1 ./loses vfork /bin/true
kind double-free
audit 1 ./loses execveat /bin/true
kind double-free

rust cdylib libstrtest.so -O -C strip=symbols
audit 1 ./loses open "$TMP/libstrtest.so"
kind cross-allocator-free

# In a library of a program that nothing is preloaded into.
build "$cc" -g -o main "$here/free_or_return.c" -L. -lstrtest -Wl,-rpath,"$TMP"
audit 3 env -i ./main bad
says 'nothing could be preloaded'
