/* SPDX-License-Identifier: MIT */
/*
 * What the user asked for of a report: objects (exec --focus) and kinds (--kinds). What is outside of that
 * does not fail the gate; it stays in the report, and is counted. Callers: program, command, report/.
 */
#pragma once

#include <glib.h>

#include "model/finding.h"
#include "model/report.h"

/* "leak,double-free" → 1 << enum fh_kind. Fails with FH_ERROR_USAGE on a word that is no kind, and on the
 * kinds that always count. */
gboolean fh_scope_read_kinds(const char *words, guint *kinds, GError **error);

/* "leak, double-free". Caller owns; free with g_free(). */
char *fh_scope_kinds_words(guint kinds);

/* report->kinds on its findings, in place of other kinds that were asked for before; judges again. Aborts,
 * disagreements and what nobody knows count always: after an abort, nothing more was seen. */
void fh_scope_apply_kinds(struct fh_report *report);

/* How many findings are outside so. */
guint fh_scope_count(const struct fh_report *report, enum fh_outside outside);

/* char *: a line for each thing that was asked for, and for each that findings are outside of: "7 findings
 * outside the focus don't count: leak ×5, …". Empty: everything counts. Caller owns; free with
 * g_ptr_array_unref(). */
GPtrArray *fh_scope_words(const struct fh_report *report);
