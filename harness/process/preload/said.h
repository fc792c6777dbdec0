/* SPDX-License-Identifier: MIT */
/*
 * What a program says of its own end: the message of a panic stands on standard error only, which belongs to
 * the program. So its writes to it come by here, and what begins like a panic, or like an abort of Rust's std
 * (freehold/log/last_words.h), is kept in the events file, in room of its own. Nothing else is looked at or
 * changed. Callers: what stands before write() and writev(), redirect.c and asan_said.c.
 */
#pragma once

#include <sys/types.h>
#include <sys/uio.h>

/* A forked process begins: what its parent was saying, or listening to, is its parent's. */
void fh_said_begin(void);

/* After the write; `written`: its result. */
void fh_said(int file, const void *bytes, ssize_t written);
void fh_said_in_parts(int file, const struct iovec *parts, int n_parts, ssize_t written);
