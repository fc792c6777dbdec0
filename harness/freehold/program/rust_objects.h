/* SPDX-License-Identifier: MIT */
/*
 * What the preloaded object told of the objects that hold Rust code: was the allocator of each watched? In: a
 * process's events. Out: words for a result, with what to do. Pure. Callers: judge.c, asan_seen.c.
 */
#pragma once

#include <glib.h>

#include "wire/events.h"

/* The first object that is watched so (FH_EVENT_OBJECT). Borrowed; NULL: none is. */
const struct fh_event *fh_rust_object_watched(const GPtrArray *events, enum fh_object_watch watch);

/* Does Valgrind lead an object's allocator to the rust heap? */
gboolean fh_rust_objects_are_redirected(const GPtrArray *events);

/* Is an object's allocator watched through its imports, as far as it is known to use them? */
gboolean fh_rust_objects_have_imports(const GPtrArray *events);

/* Why an allocator in a process under Valgrind was not watched. Caller owns; NULL: all were. */
char *fh_rust_objects_problem(const GPtrArray *events);

/* Appends what was not seen of allocators of the program's own: they were replaced, or kept what was
 * released; and of C code beside Rust code. */
void fh_rust_objects_add_notes(const GPtrArray *events, GPtrArray *notes);

/* FH_OBJECT_MIXED, FH_OBJECT_TOO_MANY, FH_OBJECT_UNKNOWN_HEAP, under either. Caller owns. */
char *fh_rust_object_mixed(const char *path);
char *fh_rust_object_too_many(const char *path);
char *fh_rust_object_unknown_heap(const char *path, const char *remedy);
