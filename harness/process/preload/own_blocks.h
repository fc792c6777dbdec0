/* SPDX-License-Identifier: MIT */
/*
 * What a program's own #[global_allocator] handed out: announced to memcheck, so that it knows the blocks as
 * Rust's.
 *
 * In: blocks, from own_allocator.c. Out: what is known of them; memcheck's announcements. Any thread.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "heap/backend.h"

enum fh_own_state {
    FH_OWN_LIVE,
    FH_OWN_RELEASING, /* the allocator is being given it back */
    FH_OWN_KEPT,      /* … and did not give it back to libc; memcheck still knows it as allocated */
};

struct fh_own_block {
    struct fh_layout layout;
    enum fh_own_state state;
    /* The allocator asked itself for it, in one of its calls, for its own use. memcheck does not know it: a
     * record of what was handed out must not hold that. */
    bool is_silent;
};

/* FALSE: no announced block starts there. */
bool fh_own_block_find(const void *address, struct fh_own_block *block);

/* memcheck knows the block from now on (a silent one: it does not): undefined, or (`is_defined`) all bytes
 * set, but for the first `kept` bytes, which stay as they are set. Whatever it knew to start there is
 * withdrawn before. */
void fh_own_block_announce(void *address, const struct fh_own_block *block, bool is_defined, size_t kept);

/* It has that size now, in the same place; its state is again what it was. */
void fh_own_block_resize(void *address, struct fh_own_block *block, size_t size);

void fh_own_block_set_state(const void *address, enum fh_own_state state);

/* memcheck takes it for released, by the caller, if it knows it. FALSE: no announced block starts there. */
bool fh_own_block_withdraw(void *address);
