/* SPDX-License-Identifier: MIT */
/*
 * Findings that are the same to a reader: of one kind, by one line of a scenario or one line of the user's
 * code. One mistake in a loop makes hundreds of them, and after three nobody reads on. Who writes for people
 * shows so many, and counts the others; report.json, SARIF and the page have them all.
 *
 * In: the findings that are about to be shown, each once, before the first is shown. Callers: text/details.c,
 * machine/github.c, markdown.c.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "model/finding.h"
#include "model/result.h"

#define FH_ALIKE_SHOWN 3

struct fh_alike;

/* Caller owns; free with fh_alike_free(). */
struct fh_alike *fh_alike_new(void);

/* NULL is allowed. */
void fh_alike_free(struct fh_alike *alike);
FH_DEFINE_AUTO(fh_alike, fh_alike_free)

/* This one will be shown, if it is not one too many. */
void fh_alike_add(struct fh_alike *alike, const struct fh_result *result, const struct fh_finding *finding);

/* Is the next one shown? `n_more`: after the last one that is, how many are not; else 0. */
gboolean fh_alike_is_shown(struct fh_alike *alike, const struct fh_result *result,
                           const struct fh_finding *finding, guint *n_more);

/* "… 16 more of this kind, of the same line: report.json and the page list them". Caller owns; free with
 * g_free(). */
char *fh_alike_words(guint n_more);
