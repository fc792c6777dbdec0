/* SPDX-License-Identifier: MIT */
/*
 * Rust's allocators in the process: each object that holds Rust code brings one, whose entries lead to it.
 * Here each gets the number that its blocks are marked with (heap/marked.h), so that a release by another is
 * seen. In a process that holds one, nobody asks for numbers: its own is 0.
 *
 * In: loaded objects, from objects.c and imports.c. Out: marks; FH_EVENT_OTHER_ALLOCATOR. Callers:
 * redirect.c, import_heap.c, asan_watch.c.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heap/loaded_objects.h"
#include "heap/rust_heap.h"
#include "wire/events.h"

/* Of objects, closed ones included. */
#define FH_RUST_ALLOCATORS_IN_PROCESS 512

/* The number of the object's allocator; one that is opened again has the same. FH_RUST_ALLOCATORS_IN_PROCESS:
 * there are too many. */
unsigned fh_rust_allocator_of(const struct fh_loaded_object *object);
/* How that one is watched, and so what it is known to be. */
void fh_rust_allocator_is_watched(unsigned number, enum fh_object_watch watch);
/* What was loaded there is closed. */
void fh_rust_allocators_forget(uintptr_t start, uintptr_t end);

/* Objects are being opened, and their constructors may call what was not looked at yet; they have been. At
 * the start they are. */
void fh_rust_allocators_open(void);
void fh_rust_allocators_opened(void);

/* The mark of the allocator whose entry is at the address. Has its object looked at before, if nobody has: a
 * constructor runs. */
size_t fh_rust_allocator_mark(uintptr_t entry);

/* Tells of it, if a block of one is released by another: FH_EVENT_OTHER_ALLOCATOR. The program's own is
 * looked at first, and so is 0. */
fh_rust_crossing fh_rust_allocator_crosses;

/* A new events file: what is said but once is said again. */
void fh_rust_allocators_begin(void);
