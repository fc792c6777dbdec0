#!/bin/sh
# SPDX-License-Identifier: MIT
# Valgrind 3.19, -q: a program that calls abort() leaves an empty log.
#
# -q is "print only error messages". The end of a process by a fatal signal counts as none: neither "Process terminating with
# default action of signal 6" nor its stack is printed, as they are without -q. With --log-file the log is empty, as that of a clean
# run is; only the exit status tells the two apart.
#
# Seen with: Debian's valgrind 1:3.19.0-1 on amd64. Needs: apt-get, dpkg-deb, gcc.
set -eu
. "$(dirname "$0")/valgrind-3.19"

cat >aborts.c <<'END'
#include <stdlib.h>

int main(void)
{
    abort();
}
END
gcc -g -O0 -o aborts aborts.c

# run LOG OPTION…
run() {
    log=$1
    shift
    valgrind --log-file="$log" "$@" ./aborts &&
        { echo 'changed: the program did not abort'; exit 1; }
    return 0
}
run loud.log
run quiet.log -q

grep 'Process terminating with default action of signal 6' loud.log || { echo 'changed: no such line without -q'; exit 1; }
[ ! -s quiet.log ] || { echo 'changed: with -q the log is'; cat quiet.log; exit 1; }
echo 'with -q: an empty log'
