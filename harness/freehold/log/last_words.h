/* SPDX-License-Identifier: MIT */
/*
 * What a process says of its own end: the message and the place of a panic, or why Rust's std aborted. In:
 * what it wrote to standard error. Out: a line for people. Pure. Callers: engine/, program/.
 *
 * Source: std's default panic hook (library/std/src/panicking.rs). Until 1.72 "thread 'main' panicked at
 * 'MESSAGE', PLACE", since then "thread 'main' panicked at PLACE:" and the message on the lines below;
 * since 1.91 with the thread's number.
 */
#pragma once

#include <glib.h>

/* A quotation as long as a few lines of a terminal. */
#define FH_LAST_WORDS_MAX 400

struct fh_last_words {
    char *text;        /* "panicked at src/lib.rs:735:20: range end index 32 out of range"; NULL: none */
    gboolean is_panic; /* it was a panic; else std's own abort */
    /* Where no panic says so in std's form: what a panic hook of the library's may have written, its last
     * lines. NULL: nothing was written. */
    char *tail;
};

/* Frees what is in it. */
void fh_last_words_clear(struct fh_last_words *words);

/* The last ones in `said`, which may be of any encoding. What a panic that can't go on says of itself is left
 * out: the panic before it is the cause. Caller clears it with fh_last_words_clear(). */
struct fh_last_words fh_last_words_find(const char *said);

/* The same of two messages of which each may be the last (struct fh_events_header). */
struct fh_last_words fh_last_words_of(const char *before, const char *last);

/* The same of what a file holds, of which only the end is read; none when it can't be read. */
struct fh_last_words fh_last_words_in_file(const char *path);
