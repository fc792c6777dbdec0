/* SPDX-License-Identifier: MIT */
/*
 * What is wrong in a source text, collected, so that the user sees all of it at once:
 *
 *   strings.scn:3:14: error: unknown function 'print_and_retrn'
 *       3 |     output = print_and_retrn(input)
 *         |              ^~~~~~~~~~~~~~~
 *     help: did you mean 'print_and_return'?
 *
 * In: spans and messages from script and check. Out: text, through the command layer. Long lines are cut
 * around the caret, tabs and control characters are shown harmlessly.
 */
#pragma once

#include <glib.h>

#include "base/source.h"

/* No more than these for one file; the next one is replaced by a note that there are more. */
#define FH_DIAGNOSTICS_MAX 20

struct fh_diagnostic {
    char *path;
    struct fh_position position;
    char *message; /* one line, no trailing stop */
    char *excerpt; /* source line and caret, rendered; may be NULL */
    char *help;    /* what to do; may be NULL */
};

struct fh_diagnostics {
    GPtrArray *items; /* struct fh_diagnostic *, in order of discovery */
};

/* Caller owns; free with fh_diagnostics_free(). */
struct fh_diagnostics *fh_diagnostics_new(void);

/* NULL is allowed. */
void fh_diagnostics_free(struct fh_diagnostics *diagnostics);
FH_DEFINE_AUTO(fh_diagnostics, fh_diagnostics_free)

/* Adds one. `help` may be NULL. `source` is borrowed for the call. From the FH_DIAGNOSTICS_MAX-th of a file
 * on, it does nothing but note that there are more: callers need not count. */
void fh_diagnostics_add(struct fh_diagnostics *diagnostics, const struct fh_source *source,
                        struct fh_span span, const char *help, const char *format, ...) G_GNUC_PRINTF(5, 6);

/* All of them as the text shown above. Caller owns; free with g_free(). */
char *fh_diagnostics_to_text(const struct fh_diagnostics *diagnostics);

/* The closest of `candidates` (NULL-terminated) to `name` for a "did you mean", or NULL when none is close.
 * Borrowed from `candidates`. */
const char *fh_closest_name(const char *name, const char *const *candidates);
