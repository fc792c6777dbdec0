/* SPDX-License-Identifier: MIT */
/*
 * A program's own #[global_allocator] runs, and what it hands out is announced as a block of Rust's, around
 * the call: so its statistics count, its limits hold, and what it keeps is kept.
 *
 * That is possible if each block lies in memory that is its alone, and that the allocator took from libc
 * through its object's imports (own_memory.h). If one does not, the allocator has memory of its own, where
 * memcheck can't tell what holds what. The block is given back, the rust heap stands in the allocator's place
 * from then on, and an event says so.
 *
 * In: an object's four functions, from valgrind_watch.c; calls of them, from redirect.c. Out: blocks; events
 * FH_EVENT_OWN_*. Any thread.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heap/loaded_objects.h"
#include "wire/rust_code.h"

struct fh_own_allocator;

/* From now on the allocator of that object runs. FALSE: it can't, and the rust heap must stand in its place.
 */
bool fh_own_allocator_watch(const struct fh_loaded_object *loaded, const struct fh_rust_entries *entries);
/* What was loaded there is closed. */
void fh_own_allocator_forget(uintptr_t start, uintptr_t end);

/* The allocator that the function is of; NULL: of none that is watched so. */
struct fh_own_allocator *fh_own_allocator_of(uintptr_t function);

/* `marked`: heap/marked.h. */
void *fh_own_alloc(struct fh_own_allocator *own, enum fh_verb verb, size_t size, size_t marked);
void *fh_own_realloc(struct fh_own_allocator *own, void *block, size_t old_size, size_t marked,
                     size_t new_size);
void fh_own_dealloc(struct fh_own_allocator *own, void *block, size_t size, size_t marked);

/* The same by GlobalAlloc's methods, which the program calls past Rust's entries; `layout`: size and
 * alignment, in rustc's order. FALSE: nothing is done, and the method is to be called. */
bool fh_own_alloc_directly(uintptr_t method, enum fh_verb verb, const void *self, const size_t layout[2],
                           void **result);
bool fh_own_realloc_directly(uintptr_t method, const void *self, void *block, const size_t layout[2],
                             size_t new_size, void **result);
bool fh_own_dealloc_directly(uintptr_t method, const void *self, void *block, const size_t layout[2]);

/* An allocator has kept a block that was released. */
bool fh_own_allocator_has_kept(void);

/* Says again what was told of the allocators, in a new events file. */
void fh_own_allocator_tell_again(void);
