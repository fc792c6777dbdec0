/* SPDX-License-Identifier: MIT */
#include "clean.h"

#include <string.h>

#define DEPTH (64 << 10) /* bytes */

__attribute__((noinline)) void fh_clean_stack(void)
{
    char bytes[DEPTH];
    memset(bytes, 0, sizeof(bytes));
    __asm__ volatile("" : : "r"(bytes) : "memory");
    fh_clean_registers();
}
