#!/bin/sh
# SPDX-License-Identifier: MIT
# Valgrind 3.19, memcheck: HEAP SUMMARY counts each block of a memory pool as an allocation, and none of its releases.
#
# A right program that takes ten blocks from a pool (VALGRIND_MEMPOOL_ALLOC) and gives all back (VALGRIND_MEMPOOL_FREE) ends with
# "11 allocs, 1 frees" and "in use at exit: 0 bytes in 0 blocks". Who compares allocs with frees, as tutorials advise, sees ten leaks.
#
# Seen with: Debian's valgrind 1:3.19.0-1 on amd64. Needs: apt-get, dpkg-deb, gcc.
set -eu
. "$(dirname "$0")/valgrind-3.19"

cat >pool.c <<'END'
#include <stdlib.h>
#include <valgrind/memcheck.h>

int main(void)
{
    char *pool = malloc(1000);
    VALGRIND_MAKE_MEM_NOACCESS(pool, 1000);
    VALGRIND_CREATE_MEMPOOL(pool, 0, 0);
    for (int i = 0; i < 10; i++)
        VALGRIND_MEMPOOL_ALLOC(pool, pool + 100 * i, 80);
    for (int i = 0; i < 10; i++)
        VALGRIND_MEMPOOL_FREE(pool, pool + 100 * i);
    VALGRIND_DESTROY_MEMPOOL(pool);
    free(pool);
    return 0;
}
END
gcc -g -O0 -I unpacked/usr/include -o pool pool.c

valgrind --leak-check=full \
    --log-file=log ./pool
sed -n 's/^==[0-9]*== *\(in use at exit\|total heap usage\|ERROR SUMMARY\)/\1/p' log
grep -q 'in use at exit: 0 bytes in 0 blocks' log || { echo 'changed: something is in use at exit'; exit 1; }
grep -q 'total heap usage: 11 allocs, 1 frees' log || { echo 'changed: other counts'; exit 1; }
grep -q 'ERROR SUMMARY: 0 errors' log || { echo 'changed: there are errors'; exit 1; }
echo 'eleven allocations, one release, nothing in use'
