/* SPDX-License-Identifier: MIT */
/*
 * The preloaded objects: what gives Rust's heap its identity in a program that was not linked for it, under
 * Valgrind; and under AddressSanitizer, what tells where a process begins, what it becomes, and that it ended
 * by itself. There is one for each of the two, since the other's functions mean something else in it.
 *
 *     LD_PRELOAD=libfreehold-preload.so FREEHOLD_EVENTS=STEM valgrind --log-file=STEM.%p.log PROGRAM …
 *
 * In: Rust's four allocator functions, wherever they are in the process, through Valgrind's function wrapping
 * (its redirection names, redirect.c; see "Function wrapping" in Valgrind's manual). Out: the rust heap
 * (heap/rust_heap.h); for each process an events file STEM.PID.N.events (wire/events.h), and notices in its
 * log (wire/notices.h).
 *
 *     redirect ─ rust_heap ─ backend_valgrind ─ arena     heap/
 *        └ process (begin, fork, exec, _exit) ─ objects ─ valgrind_watch
 *     asan_wrap ┘                                     └ asan_watch ─ asan_calls
 *                     asan_link ─ linked_heap (in the program) ─ rust_heap ─ backend_asan
 *
 * It must change nothing that the program sees: no heap allocation (but for what a leak search must find), no
 * output of its own, no symbol but those that are meant to be found.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "heap/loaded_objects.h"
#include "wire/events.h"
#include "wire/rust_code.h"

/* The process is about to leave for good: the program's exit handlers have run. Nothing of this object may be
 * used afterwards. */
void fh_preload_leave(void);

/* The process is about to become `path`; its log is kept under another name, since Valgrind begins a new one
 * of the same name, and its leaks are looked for while they are there. */
void fh_preload_before_exec(const char *path);
void fh_preload_exec_failed(void);

/* The events file is this process's own: that of a child of vfork() is its parent's, and that of a fork that
 * no handler saw. */
bool fh_preload_is_own(void);

/* A test of a suite begins in this process. */
void fh_preload_note_test(const char *name);
