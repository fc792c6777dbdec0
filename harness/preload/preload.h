/* SPDX-License-Identifier: MIT */
/*
 * The preloaded object: what gives Rust's heap its identity in a program that was not linked for it, under Valgrind.
 *
 *     LD_PRELOAD=libfreehold-preload.so FREEHOLD_EVENTS=STEM valgrind --log-file=STEM.%p.log PROGRAM …
 *
 * In: Rust's four allocator functions, wherever they are in the process, through Valgrind's function wrapping (its
 * redirection names, redirect.c; see "Function wrapping" in Valgrind's manual). Out: the rust heap of the runner
 * (runner/rust_heap.h); for each process an events file STEM.PID.N.events (plan/events.h), and notices in its log
 * (plan/notices.h).
 *
 *     redirect ─ rust_heap ─ backend_valgrind ─ arena     as in the runner
 *        └ process (begin, fork, exec, _exit) ─ objects
 *
 * It must change nothing that the program sees: no heap allocation, no output of its own, no symbol but those that
 * Valgrind reads.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

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

/* Is the function of Rust's allocator at that address redirected? Calls it. */
bool fh_preload_is_redirected(enum fh_rust_entry entry, uintptr_t address);

/* Notes the loaded objects that were not yet noted (FH_EVENT_OBJECT). */
void fh_preload_note_objects(void);
/* An object was closed: what is loaded at its place from now on is another one, even from the same file. */
void fh_preload_forget_closed(void);
/* Those that were, in a new events file. */
void fh_preload_note_objects_again(void);
