/* SPDX-License-Identifier: MIT */
/* As library/link.c generates it for a library, for this one. */
#include <stddef.h>

#include "library_table.h"

#define FUNCTIONS(do)                                                                                                                                                       \
    do                                                                                                                                                                      \
    (make_text) do(free_text) do(free_number) do(grow_text) do(make_aligned) do(free_aligned) do(make_zeroed) do(free_sized) do(make_into) do(make_cycle) do(make_list) do( \
        churn) do(swap) do(make_big) do(minus_one) do(two_hundred) do(half) do(visit) do(give) do(leak_on_thread) do(keep) do(keep_until_exit) do(end_process) do(decide)

#define DECLARE(name) extern void name(void);
#define ENTRY(name)   {#name, name},

FUNCTIONS(DECLARE)

const struct fh_library_function fh_library_functions[] = {FUNCTIONS(ENTRY){NULL, NULL}};

__asm__(".text\n"
        ".globl __wrap___rust_alloc\n__wrap___rust_alloc: jmp fh_rust_alloc\n"
        ".globl __wrap___rust_alloc_zeroed\n__wrap___rust_alloc_zeroed: jmp fh_rust_alloc_zeroed\n"
        ".globl __wrap___rust_realloc\n__wrap___rust_realloc: jmp fh_rust_realloc\n"
        ".globl __wrap___rust_dealloc\n__wrap___rust_dealloc: jmp fh_rust_dealloc\n");
