#!/bin/sh
# SPDX-License-Identifier: MIT
# Who believes the kernel that its vDSO is there finds something where Valgrind took it away. Linux 6.4 or newer.
. "$(dirname "$0")/common.sh"
build "${CC:-cc}" -g -o vdso "$here/vdso.c"
./vdso
[ $? = 77 ] && { echo "this kernel does not say where it is"; exit 77; }
audit 0 ./vdso
says 'exit status 2'
