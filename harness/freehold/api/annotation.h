/* SPDX-License-Identifier: MIT */
/*
 * The annotations of one parameter or result: `(transfer full) (free-func free_string): text`.
 *
 * In: the text after `@input:` or `Returns:`, which may run over lines. Out: struct fh_ownership, and
 * mistakes. Callers: contract.
 */
#pragma once

#include "api/api.h"
#include "api/contract.h"
#include "api/model.h"

/* What is being read, for messages and look-ups. */
struct fh_subject {
    const struct fh_api *api;
    const struct fh_doc *doc;
    GString *problems;
    const char *name;             /* "'input'" or "the result" */
    const struct fh_type *type;   /* NULL: there is no such parameter */
    const struct fh_type *record; /* of a field: the struct that it is of; else NULL */
    gboolean is_result;
    guint line; /* in the header, of the text's first line */
};

/* Adds "path:line: error: message (help)". `help` may be NULL. */
void fh_contract_problem(const struct fh_subject *subject, guint line, const char *help, const char *format,
                         ...) G_GNUC_PRINTF(4, 5);

/* Fills in `ownership`. Returns what follows the annotations: the ':' of the description, or the whole text
 * when there are none. Borrowed from `text`. */
const char *fh_annotations_read(const struct fh_subject *subject, const char *text,
                                struct fh_ownership *ownership);
