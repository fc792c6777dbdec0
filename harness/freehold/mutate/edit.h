/* SPDX-License-Identifier: MIT */
/* A scenario's text with some of its places replaced. Callers: mutants.c, command/mutate.c. */
#pragma once

#include <glib.h>

#include "script/script.h"

/* What stands at `span` of the source becomes `text`. */
struct fh_edit {
    struct fh_span span;
    const char *text;
};

/* The scenario under another name, with one place replaced; `edit` may be NULL. Caller owns; g_free(). */
char *fh_scenario_edit(const struct fh_source *source, const struct fh_scenario *scenario, const char *name,
                       const struct fh_edit *edit);

/* What stands at `span`. Caller owns; g_free(). */
char *fh_span_text(const struct fh_source *source, struct fh_span span);
