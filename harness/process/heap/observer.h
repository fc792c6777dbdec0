/* SPDX-License-Identifier: MIT */
/*
 * Who wants to know what the rust heap does: in the runner its scenarios (runner/observe.c), in a program of
 * somebody else's nobody. So the heap knows nothing of scenarios, lines and contracts.
 *
 * In: calls of Rust's allocator, and in the ledger engine those of C's and C++'s. Callers: rust_heap.c,
 * ledger/.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "wire/domain.h"

/* Any thread, any moment from fh_heap_observe() on. None may allocate from the heap. */
struct fh_heap_observer {
    /* Calls `serve(call)`, which serves a call of Rust's, where its stack names what caused it. */
    void (*around)(void (*serve)(void *call), void *call);
    /* A block of `domain` is there. `alignment` 0: not known. */
    void (*allocated)(const void *block, size_t size, size_t alignment, enum fh_domain domain);
    /* `domain` is about to release what starts there, rightly or not; it may be no block. */
    void (*releasing)(const void *block, enum fh_domain domain);
    /* The frame in which the calling thread's innermost step began; NULL: it is in none. */
    const void *(*step)(void);
    /* Where the function begins by which the steps of a line are called; 0: there is none. */
    uintptr_t (*line_function)(uint32_t line);
};

/* Installs it; static. Before it, and without any, nobody is told. */
void fh_heap_observe(const struct fh_heap_observer *observer);

/* The one that was installed; NULL: there is none. */
const struct fh_heap_observer *fh_heap_observer(void);
