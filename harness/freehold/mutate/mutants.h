/* SPDX-License-Identifier: MIT */
/*
 * Scenarios of right use, each broken in one place as people break their code: what a gate must catch.
 *
 *   mutants.c   a scenario → its mutants
 *   releases.c  which calls release a block, which use it, which only lend it
 *   edit.c      a scenario's text with some of its places replaced
 *
 * In: a script and the API of its library. Out: `struct fh_mutant`, texts of scenarios. Nothing is checked or
 * run here. Caller: command/mutate.c.
 */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "script/script.h"

enum fh_mutation {
    FH_MUTATION_DROP_RELEASE,
    FH_MUTATION_RELEASE_TWICE,
    FH_MUTATION_RELEASE_BY_ANOTHER, /* by free(), or by a release function of the library's */
    FH_MUTATION_USE_AFTER_RELEASE,
    FH_MUTATION_RELEASE_BORROWED, /* a view that the library keeps */
    FH_MUTATION_SHIFT_POINTER,    /* released one byte behind its start */
    FH_MUTATION_SHORTEN_LENGTH,   /* of what a pointer beside it points to */
    FH_MUTATION_KEEP_VIEW,        /* used after what it is a view into */
    FH_MUTATION_COUNT,
};

struct fh_mutant {
    enum fh_mutation mutation;
    guint line;   /* of the script, where it was broken */
    char *place;  /* that statement as it stands there, on one line */
    char *change; /* what stands there now, or behind it */
    char *text;   /* the whole scenario, under the name that was asked for */
};

/* "drop-release", "release-twice", … */
const char *fh_mutation_name(enum fh_mutation mutation);

/* How a scenario is to be called. Caller owns the text; g_free(). */
typedef char *fh_mutant_namer(gpointer data);

/* Marks on the scenario are the caller's to look for. Struct fh_mutant *, in order of lines. Caller owns;
 * g_ptr_array_unref(). */
GPtrArray *fh_mutants_of(const struct fh_script *script, const struct fh_scenario *scenario,
                         const struct fh_api *api, fh_mutant_namer *namer, gpointer data);
