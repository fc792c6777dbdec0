/* SPDX-License-Identifier: MIT */
/*
 * Did a call of Rust's allocator go past the rust heap? Then C's blocks can't be told from Rust's, and no run
 * may pass.
 *
 * The rust heap stands in for Rust's entries (wire/allocators.h). So what lies below them never runs, but in
 * a library whose imports lead to the rust heap; if a stack shows it and no rust heap, some entry was not led
 * there. In: the records of any engine. Callers: the engines, program/asan_judge.c.
 */
#pragma once

#include <glib.h>

/* Why a run with these records (struct fh_record *) can't be judged. NULL: no stack shows such a call.
 * Borrowed, for ever. */
const char *fh_why_past_hook(const GPtrArray *records);
