#!/bin/sh
# SPDX-License-Identifier: MIT
# Valgrind 3.19, memcheck: of a program's own allocator it takes over malloc() and free(), and leaves its strdup() alone.
#
# A right program that brings malloc(), free() and strdup(), as one that is linked with an allocator's library does, calls
# free(strdup("x")). strdup() takes its block from the program's allocator from within, free() goes to Valgrind: "Invalid free()".
#
# Seen with: Debian's valgrind 1:3.19.0-1 on amd64. Needs: apt-get, dpkg-deb, gcc.
set -eu
. "$(dirname "$0")/valgrind-3.19"

cat >own.c <<'END'
#include <stddef.h>

static char memory[1 << 16];
static size_t used;

static void *take(size_t size)
{
    char *block = memory + used;
    used += (size + 15) / 16 * 16;
    return block;
}

void *malloc(size_t size)
{
    return take(size);
}

void free(void *block)
{
    (void)block;
}

__attribute__((noinline)) char *strdup(const char *text)
{
    size_t size = 1;
    while (text[size - 1] != '\0')
        size++;
    char *copy = take(size);
    for (size_t i = 0; i < size; i++)
        copy[i] = text[i];
    return copy;
}

int main(void)
{
    free(malloc(8));
    free(strdup("x"));
    return 0;
}
END
gcc -g -O0 -fno-builtin -o own own.c
./own || { echo 'the program itself fails'; exit 1; }

valgrind --log-file=log ./own || :
sed -n 's/^==[0-9]*== *\(Invalid free\|total heap usage\|ERROR SUMMARY\)/\1/p' log
grep -q 'Invalid free()' log || { echo 'changed: no invalid free'; exit 1; }
grep -q 'total heap usage: 1 allocs, 2 frees' log || { echo 'changed: other counts'; exit 1; }
echo "one of the two blocks is Valgrind's, and both are released to it"
