/* SPDX-License-Identifier: MIT */
/*
 * The memory that a program's own #[global_allocator] takes from libc while it serves a call of Rust's. What
 * the object imports of the malloc family leads here: within such a call to memory of ours, which memcheck
 * does not know as a block, so that the block that the allocator makes of it is counted once; else to libc.
 *
 * In: imports (imports.h), calls (own_allocator.c). Out: memory, and where a block lies in it. Any thread.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heap/backend.h"

#define FH_OWN_TAKEN_MAX 16

/* A call of the allocator's, on this thread's stack. One may be within another. */
struct fh_own_call {
    uintptr_t mark;                /* by which a call is told that is over, though nothing ended it */
    const struct fh_layout *asked; /* of Rust's entry; NULL: the method that it leads to has been seen */
    const void *releasing;         /* the block that is given back; NULL: none */
    void *taken[FH_OWN_TAKEN_MAX]; /* what it took; more than that, libc gives */
    unsigned n_taken;
};

/* This thread is in one. */
bool fh_own_call_is_any(void);
/* The innermost of this thread; NULL: none. */
struct fh_own_call *fh_own_call_innermost(void);
void fh_own_call_begin(struct fh_own_call *call, const void *releasing);
void fh_own_call_end(struct fh_own_call *call);

/* Memory that was taken, and not given back. */
struct fh_own_memory {
    char *start;
    size_t size;
    void *block; /* that was announced in it last; NULL: none was */
};

/* The memory that the address is in. FALSE: in none. */
bool fh_own_memory_find(const void *address, struct fh_own_memory *memory);
/* The same, of what starts there: also where the arena is locked. */
bool fh_own_memory_at(const void *start, struct fh_own_memory *memory);
void fh_own_memory_set_block(const struct fh_own_memory *memory, void *block);

/* Calls `visit` with each memory. It must not come back here. */
void fh_own_memory_each(void (*visit)(const struct fh_own_memory *memory));

/* What an import leads to; NULL: no function of the malloc family that is known here. */
void (*fh_own_memory_function(const char *name))(void);
