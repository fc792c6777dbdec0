/* SPDX-License-Identifier: MIT */
/*
 * How messages put things: sizes, sides, places. For people; no addresses, which change from run to run.
 * Callers: the files of this folder. All strings returned are the caller's; free with g_free().
 */
#pragma once

#include "model/finding.h"
#include "model/stack.h"

/* "1 byte", "1,024 bytes"; the unit is in the singular. */
char *fh_words_count(guint64 n, const char *unit);

/* "Rust (__rust_alloc)", "C (malloc)", "an unknown allocator" */
char *fh_words_side(enum fh_domain domain, const char *function);

/* The function takes a block and hands out another: realloc(), __rust_realloc(). NULL: it does not. */
gboolean fh_words_is_resize(const char *function);

/* "C's free()", "Rust (__rust_dealloc)", "C++'s operator delete" */
char *fh_words_releaser(enum fh_domain domain, const char *function);

/* "block of 5 bytes allocated by Rust (__rust_alloc)", "a block" */
char *fh_words_block(const struct fh_finding *finding);

/* "block of 5 bytes allocated by Rust (__rust_alloc) was released by C's free()" */
char *fh_words_mismatch(const struct fh_finding *finding);

/* "byte 2 of a block of 18 bytes", "1 byte before a block of 18 bytes", "right after a block of 18 bytes" */
char *fh_words_place(const struct fh_block *block);

/* The same of something else than a block: "right after the variable 'name' of 8 bytes". */
char *fh_words_place_in(const struct fh_block *block, const char *what);

/* " at line 3", "" when the stack names no line. */
char *fh_words_line(const struct fh_stack *stack);

/* "SIGSEGV"; "signal 40" for one without a common name. */
char *fh_words_signal(guint number);
