/* SPDX-License-Identifier: MIT */
/*
 * Contracts: GObject-Introspection's annotations in doc comments.
 *
 * In: the doc comment of a function. Out: the ownership of its parameters and its result, or what is wrong
 * with it. Caller: api.
 */
#pragma once

#include <glib.h>

#include "api/api.h"

/* A doc comment as the header has it. */
struct fh_doc {
    struct fh_function *function; /* borrowed */
    char *text;                   /* with its comment signs */
    char *path;
    guint line;            /* of the first line of `text` */
    gboolean is_side_file; /* not of the header: it wins over what was read before */
};

/* NULL is allowed. */
void fh_doc_free(struct fh_doc *doc);

/* Fills in the ownership of the function and of its parameters. Every mistake is one line "path:line: error:
 * … (what to do)" at the end of `problems`. All functions must be known. */
void fh_contract_read(const struct fh_api *api, const struct fh_doc *doc, GString *problems);
