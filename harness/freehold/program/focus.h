/* SPDX-License-Identifier: MIT */
/*
 * exec --focus: which loaded objects the user asked for, and which findings have to do with one of them. A
 * finding has, if a function of the object is on one of its stacks: it allocated, released or used the block,
 * or called what did. The rest is outside, and does not fail the gate. In: patterns, the events of each
 * process, its classified result. Callers: exec.c, judge.c, asan_judge.c.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "model/finding.h"
#include "model/result.h"

struct fh_focus;

/* Globs (`*`, `?`) on file names and sonames; on whole paths if they have a '/'. NULL: no focus. Caller owns;
 * free with fh_focus_free(). */
struct fh_focus *fh_focus_new(char *const *patterns);

/* NULL is allowed. */
void fh_focus_free(struct fh_focus *focus);
FH_DEFINE_AUTO(fh_focus, fh_focus_free)

/* Marks what is outside in the result of one process; `events`: const struct fh_event *, NULL: there are
 * none, and then nothing is known to be outside. `n_callers`: stacks that have so many frames are cut. Before
 * fh_judge(). `focus` NULL: does nothing. */
void fh_focus_apply(struct fh_focus *focus, const GPtrArray *events, guint n_callers,
                    struct fh_result *result);

/* Rust allocated or released the block, or a function of an object with Rust code is on a stack. Nothing need
 * be in focus. */
gboolean fh_focus_is_of_rust(const GPtrArray *events, const struct fh_finding *finding);

/* When all processes are judged: makes them inconclusive if a pattern named nothing that was loaded. */
void fh_focus_check(const struct fh_focus *focus, GPtrArray *results);
