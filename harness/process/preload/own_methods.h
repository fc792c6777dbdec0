/* SPDX-License-Identifier: MIT */
/*
 * The methods of GlobalAlloc by which a program's own allocator does its work: rustc names them after their
 * type, and no symbol says which type the allocator is of. What Rust's entries lead to is.
 *
 * In: calls of methods, within a call of Rust's entry or by the program itself. Out: is it the allocator's,
 * and what is its Layout? Caller: own_allocator.c.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heap/backend.h"
#include "wire/rust_code.h"

enum fh_own_order {
    FH_OWN_ORDER_UNKNOWN,
    FH_OWN_SIZE_FIRST,
    FH_OWN_SIZE_SECOND,
};

struct fh_own_methods {
    uintptr_t addresses[FH_VERB_COUNT]; /* 0: not seen yet, or inlined */
    enum fh_own_order order;            /* of a Layout's halves, which is rustc's business */
};

/* The first method that is called in a call of Rust's entry, which was `asked` for that Layout; NULL: it is
 * not the first. */
void fh_own_methods_learn(struct fh_own_methods *methods, enum fh_verb verb, uintptr_t method,
                          const size_t given[2], const struct fh_layout *asked);

/* FALSE: the method is of another type, or which half comes first can't be told. */
bool fh_own_methods_read(struct fh_own_methods *methods, enum fh_verb verb, uintptr_t method,
                         const size_t given[2], struct fh_layout *layout);
