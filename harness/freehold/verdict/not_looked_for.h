/* SPDX-License-Identifier: MIT */
/* What nobody looked for, though it may be wrong: the notes of results that say so (FH_NOT_LOOKED_FOR),
 * counted. A pass says nothing about that. Callers: the report writers. */
#pragma once

#include <glib.h>

#include "model/report.h"

struct fh_not_looked_for {
    char *what;      /* "wrong accesses in Rust code" */
    guint n_results; /* processes, as a rule */
};

/* struct fh_not_looked_for *, in the order of the report; mostly empty. Caller owns; free with
 * g_ptr_array_unref(). */
GPtrArray *fh_report_not_looked_for(const struct fh_report *report);

/* "not looked for: wrong accesses in Rust code in 2 processes; --strict makes that inconclusive". Caller
 * owns; free with g_free(). */
char *fh_not_looked_for_words(const struct fh_not_looked_for *entry);
