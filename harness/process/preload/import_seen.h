/* SPDX-License-Identifier: MIT */
/*
 * Proof, block by block, that Rust's allocator in an object uses what the object imports: where the
 * allocator's functions have names, some of its callers still call them by these, though others have them
 * inlined. What such a call hands out is a block of the rust heap, or it did not come through the imports.
 *
 * In: what the functions return that are passed through (pass_through.h). Out: FH_EVENT_IMPORT_SEEN, once for
 * each answer. Caller: redirect.c.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* The allocator's function at `function` has handed out `block` of `size` bytes. NULL: it has not. */
void fh_import_seen(uintptr_t function, const void *block, size_t size);

/* Says again what was seen, in a new events file. */
void fh_import_seen_again(void);
