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
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# valgrind, and what it must know of the C library that is installed here.
apt-get download -q valgrind=1:3.19.0-1 "libc6-dbg=$(dpkg-query --show --showformat='${Version}' libc6)" >/dev/null
for package in ./*.deb; do
    dpkg-deb --extract "$package" unpacked
done
VALGRIND_LIB=$folder/unpacked/usr/libexec/valgrind
export VALGRIND_LIB

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
    "$folder/unpacked/usr/bin/valgrind.bin" --extra-debuginfo-path="$folder/unpacked/usr/lib/debug" --log-file="$log" "$@" ./aborts &&
        { echo 'changed: the program did not abort'; exit 1; }
    return 0
}
run loud.log
run quiet.log -q

"$folder/unpacked/usr/bin/valgrind.bin" --version
grep 'Process terminating with default action of signal 6' loud.log || { echo 'changed: no such line without -q'; exit 1; }
[ ! -s quiet.log ] || { echo 'changed: with -q the log is'; cat quiet.log; exit 1; }
echo 'with -q: an empty log'
