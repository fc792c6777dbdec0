/* SPDX-License-Identifier: MIT */
/*
 * What Valgrind and AddressSanitizer differ in, for the preloaded objects: one file with one `const struct
 * fh_watcher` each, of which an object holds one. Callers: process.c, objects.c, import_heap.c.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "heap/loaded_objects.h"
#include "wire/events.h"
#include "wire/rust_code.h"

struct fh_watcher {
    bool (*is_here)(void);
    /* A process has an events file of its own, of this stem: tells of the program. FALSE: it can't be
     * watched, and nothing else is to be told. */
    bool (*note_program)(const char *stem);
    /* Before a fork: can leaks be looked for in the child? */
    bool (*can_search_child)(void);
    /* A child that no handler saw, of process `parent`, is about to leave for good. TRUE: it must have an
     * events file of its own. */
    bool (*is_child_told)(pid_t parent);
    /* A child's memory is its parent's, until it becomes another program. */
    bool (*is_memory_shared)(pid_t parent);
    /* This process, or one that it made, becomes the program at `path`, or did not after all. */
    void (*note_start)(pid_t process, const char *path, bool has_failed);
    /* Where the watcher writes process `pid`'s log. */
    void (*log_name)(char *name, size_t size, const char *stem, pid_t pid);
    /* For imports: ways that are shorter than the rust heap's. NULL, FALSE: the watcher has none, or not for
     * this block; nothing is done then. `mark`: of the allocator (heap/marked.h). */
    void *(*short_alloc)(size_t size, size_t alignment, size_t mark, bool is_zeroed);
    bool (*short_free)(void *block, size_t mark);
    /* Releases a live block of C's, of which the log says already what there is to say. */
    void (*release_quietly)(void *block);
    /* A process begins, or a fork of one; NULL: nothing to do. */
    void (*begin)(bool is_fork);
    /* A search for leaks is about to begin. */
    void (*before_search)(void);
    /* An object that holds Rust code, or is said to (FH_RUST_CODE_NONE), was loaded: watches it, as far as it
     * can. */
    enum fh_object_watch (*watch)(const struct fh_loaded_object *loaded, enum fh_rust_code code,
                                  const struct fh_rust_entries *entries);
    /* What was loaded there is closed; NULL: it keeps nothing of it. */
    void (*forget)(uintptr_t start, uintptr_t end);
    /* What it told of objects, in a new events file; NULL: nothing. */
    void (*tell_again)(void);
};

extern const struct fh_watcher fh_watcher_asan;     /* in the object for AddressSanitizer's programs */
extern const struct fh_watcher fh_watcher_valgrind; /* in the object for Valgrind's */

/* This object's. */
static inline const struct fh_watcher *fh_watcher(void)
{
#ifdef FH_ASAN_IS_OPTIONAL
    return &fh_watcher_asan;
#else
    return &fh_watcher_valgrind;
#endif
}
