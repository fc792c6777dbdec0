/* SPDX-License-Identifier: MIT */
/*
 * Which candidates have one cause: an engine says it again, a call that releases wrongly reads and writes
 * before, a heap's notice and the engine's record tell of one release. In: candidates, sorted by position.
 * Out: groups of them. Its time grows with their number, not with its square: each candidate has keys, and
 * whoever shares one is of its group. Caller: fold.c.
 */
#pragma once

#include "classify/candidate.h"

/* GPtrArray * of struct fh_candidate *, borrowed: groups in the order of their first members. Leaks are in
 * none: each has a cause of its own. Caller owns; free with g_ptr_array_unref(). */
GPtrArray *fh_same_cause_groups(const GPtrArray *candidates);

/* Do both know their blocks, and is it one? */
gboolean fh_is_same_block(const struct fh_block *a, const struct fh_block *b);

/* Reads and writes of memory. */
gboolean fh_kind_is_access(enum fh_kind kind);
