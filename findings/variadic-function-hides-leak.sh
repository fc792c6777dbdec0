#!/bin/sh
# SPDX-License-Identifier: MIT
# A variadic function hides a leak: it saves all registers that could have arguments into its frame, also those that have none. What an
# earlier call left there lies in a live frame then, and a leak search takes it for a pointer that the program still has.
#
# The program loses a block whose address stays in the sixth argument's register, calls a variadic function with one argument, and has
# leaks looked for there. memcheck finds nothing. Called with a fixed argument list, the same function finds the
# leak. libc's execl() is such a function, in which Freehold looks for leaks before another program takes the process's place.
#
# Seen with: gcc 12.2 and valgrind 1:3.19.0-1 of Debian 12 on x86-64. Needs: apt-get, dpkg-deb, gcc.
set -eu
. "$(dirname "$0")/valgrind-3.19"

cat >lost.c <<'END'
#include <stdarg.h>
#include <stdlib.h>
#include <valgrind/memcheck.h>

__attribute__((noinline)) static void take_last(int a, int b, int c, int d, int e, void *last)
{
    __asm__ volatile("" : : "r"(a), "r"(b), "r"(c), "r"(d), "r"(e), "r"(last));
}

__attribute__((noinline)) static int look(const char *first ARGUMENTS)
{
#ifdef LIST
    va_list list;
    va_start(list, first);
    while (first)
        first = va_arg(list, const char *);
    va_end(list);
#endif
    /* What other code would have put into the registers by then. */
    __asm__ volatile("xorl %%eax, %%eax; xorl %%ecx, %%ecx; xorl %%edx, %%edx; xorl %%esi, %%esi; xorl %%edi, %%edi;"
                     "xorl %%r8d, %%r8d; xorl %%r9d, %%r9d; xorl %%r10d, %%r10d; xorl %%r11d, %%r11d"
                     : : : "rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11");
    VALGRIND_DO_LEAK_CHECK;
    __asm__ volatile("" : : "r"(first) : "memory");
    return 0;
}

int main(void)
{
    take_last(0, 0, 0, 0, 0, malloc(77));
    return look(NULL);
}
END

# lost FLAG…: the bytes that the search within look() finds
lost() {
    gcc -O1 -w -I unpacked/usr/include "$@" -o lost lost.c
    valgrind --log-file=log ./lost
    sed -n 's/.*definitely lost: \([0-9]*\) bytes.*/\1/p' log | head -1
}

fixed=$(lost '-DARGUMENTS=')
list=$(lost '-DARGUMENTS=,...' -DLIST)
echo "a fixed list: ${fixed:-0} bytes lost; a variable one: ${list:-0}"
[ "${fixed:-0}" = 77 ] || { echo 'changed: the leak is not found behind a fixed list'; exit 1; }
[ "${list:-0}" = 0 ] || { echo 'changed: the leak is found behind a variable list'; exit 1; }
