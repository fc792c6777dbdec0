/* SPDX-License-Identifier: MIT */
/* As library/runner_glue.c writes it for a library, for this one. */
#include <stddef.h>

#include "library_table.h"

// clang-format off
#define FUNCTIONS(each)                                                                                        \
    each(make_text) each(free_text) each(free_number) each(grow_text) each(make_aligned) each(free_aligned)              \
    each(make_zeroed) each(free_sized) each(make_into) each(make_cycle) each(make_list) each(churn) each(swap)             \
    each(make_big) each(minus_one) each(two_hundred) each(half) each(visit) each(give) each(leak_on_thread) each(keep)       \
    each(keep_until_exit) each(start_writer) each(fork_and_leak) each(end_process) each(decide) each(look_behind_kept)
// clang-format on

#define DECLARE(name) extern void name(void);
#define ENTRY(name)   {#name, name},

FUNCTIONS(DECLARE)

const struct fh_library_function fh_library_functions[] = {FUNCTIONS(ENTRY){NULL, NULL}};

#if defined(__x86_64__)
#define JUMP "jmp "
#elif defined(__aarch64__)
#define JUMP "b "
#endif

__asm__(".text\n"
        ".globl __wrap___rust_alloc\n__wrap___rust_alloc: " JUMP "fh_rust_alloc\n"
        ".globl __wrap___rust_alloc_zeroed\n__wrap___rust_alloc_zeroed: " JUMP "fh_rust_alloc_zeroed\n"
        ".globl __wrap___rust_realloc\n__wrap___rust_realloc: " JUMP "fh_rust_realloc\n"
        ".globl __wrap___rust_dealloc\n__wrap___rust_dealloc: " JUMP "fh_rust_dealloc\n");
