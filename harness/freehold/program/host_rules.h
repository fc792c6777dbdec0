/* SPDX-License-Identifier: MIT */
/*
 * What hosts are known to do wrong by themselves, by version: share/suppressions/, which are part of the
 * program. They take no finding away: what one fits is outside (FH_OUTSIDE_HOST), counted and shown. And they
 * fit nothing that another object than the host's, or the C library's, is on a stack of: neither a library
 * that the host has called, nor one that has called the host. In: a process's result and its objects.
 * Callers: judge.c, valgrind.c.
 */
#pragma once

#include "base/cleanup.h"
#include "model/result.h"

struct fh_host_rules;

/* All that are shipped. Caller owns; free with fh_host_rules_free(). */
struct fh_host_rules *fh_host_rules_new(void);

/* NULL is allowed. */
void fh_host_rules_free(struct fh_host_rules *rules);
FH_DEFINE_AUTO(fh_host_rules, fh_host_rules_free)

/* Of what counts, takes out what the hosts of the process are known to do, and notes how much that is.
 * `rules` or `events` (struct fh_event *) NULL: nothing. A stack of `n_callers` functions may be cut, and
 * then nobody knows who called: the note says of how many. */
void fh_host_rules_apply(struct fh_host_rules *rules, const GPtrArray *events, guint n_callers,
                         struct fh_result *result);

/* When all processes are judged: notes in each result, of which suppressions of the hosts that there were
 * fitted nothing, or that no such host was there. `rules` NULL: nothing. */
void fh_host_rules_note_unused(const struct fh_host_rules *rules, GPtrArray *results);
