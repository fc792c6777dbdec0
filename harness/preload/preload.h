/* SPDX-License-Identifier: MIT */
/*
 * The preloaded objects: what gives Rust's heap its identity in a program that was not linked for it, under Valgrind; and under
 * AddressSanitizer, what tells where a process begins, what it becomes, and that it ended by itself. There is one for each of the
 * two, since the other's functions mean something else in it.
 *
 *     LD_PRELOAD=libfreehold-preload.so FREEHOLD_EVENTS=STEM valgrind --log-file=STEM.%p.log PROGRAM …
 *
 * In: Rust's four allocator functions, wherever they are in the process, through Valgrind's function wrapping (its
 * redirection names, redirect.c; see "Function wrapping" in Valgrind's manual). Out: the rust heap of the runner
 * (runner/rust_heap.h); for each process an events file STEM.PID.N.events (plan/events.h), and notices in its log
 * (plan/notices.h).
 *
 *     redirect ─ rust_heap ─ backend_valgrind ─ arena     as in the runner
 *        └ process (begin, fork, exec, _exit) ─ objects ─ valgrind_watch
 *     asan_wrap ┘                                     └ asan_watch ─ asan_calls
 *                     asan_link ─ linked_heap (in the program) ─ rust_heap ─ backend_asan
 *
 * It must change nothing that the program sees: no heap allocation (but for what a leak search must find), no output of its own, no
 * symbol but those that are meant to be found.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "plan/events.h"
#include "runner/loaded.h"
#include "rust_code.h"

/* Before the program's own code: opens the events file. */
void fh_preload_begin(void);

/* The process is about to leave for good: the program's exit handlers have run. Nothing of this object may be used
 * afterwards. */
void fh_preload_leave(void);

/* The process is about to become `path`; its log is kept under another name, since Valgrind begins a new one of the same
 * name, and its leaks are looked for while they are there. */
void fh_preload_before_exec(const char *path);
void fh_preload_exec_failed(void);

/* A test of a suite begins in this process. */
void fh_preload_note_test(const char *name);

/* What the two watchers differ in: valgrind_watch.c, asan_watch.c. */
bool fh_preload_is_here(void);
/* A process has an events file of its own, of this stem: tells of the program. FALSE: it can't be watched, and nothing else is to be told. */
bool fh_preload_note_program(const char *stem);
/* Before a fork: can leaks be looked for in the child? */
bool fh_preload_can_search_child(void);
/* A child that no handler saw, of process `parent`, is about to leave for good. TRUE: it must have an events file of its own. */
bool fh_preload_is_child_told(pid_t parent);
/* A child's memory is its parent's, until it becomes another program. */
bool fh_preload_is_memory_shared(pid_t parent);
/* This process, or one that it made, becomes the program at `path`, or did not after all. */
void fh_preload_note_start(pid_t process, const char *path, bool has_failed);
/* Where the watcher writes process `pid`'s log. */
void fh_preload_log_name(char *name, size_t size, const char *stem, pid_t pid);
/* For imports: ways that are shorter than the rust heap's. NULL, FALSE: the watcher has none, or not for this block; nothing is
 * done then. */
void *fh_preload_short_alloc(size_t size, size_t alignment, bool is_zeroed);
bool fh_preload_short_free(void *block);
enum fh_object_watch fh_preload_watch(const struct fh_loaded *loaded, enum fh_rust_code code,
                                      const struct fh_rust_entries *entries);

/* Is the function of Rust's allocator at that address redirected? Calls it. */
bool fh_preload_is_redirected(enum fh_rust_entry entry, uintptr_t address);

/* Notes the loaded objects that were not yet noted (FH_EVENT_OBJECT). */
void fh_preload_note_objects(void);
/* An object was closed: what is loaded at its place from now on is another one, even from the same file. */
void fh_preload_forget_closed(void);
/* Those that were, in a new events file. */
void fh_preload_note_objects_again(void);
