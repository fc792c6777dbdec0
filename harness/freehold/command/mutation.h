/* SPDX-License-Identifier: MIT */
/*
 * Do the scenarios of a suite notice it when they are broken?
 *
 * In: a suite that checks. Steps: mutants of each scenario without marks; each engine runs those that none
 * before it has caught, with the scenarios as they are. Out: what became of each mutant. Caller: mutate.c.
 */
#pragma once

#include <glib.h>

#include "command/suite.h"
#include "mutate/mutants.h"

enum fh_fate {
    FH_FATE_CAUGHT,     /* an engine's verdict on it is fail */
    FH_FATE_EQUIVALENT, /* proven: the same blocks live the same lives, and no access was wrong */
    FH_FATE_SURVIVED,   /* what it does wrong was not noticed */
    FH_FATE_NOT_JUDGED, /* inconclusive on each engine */
    FH_FATE_REFUSED,    /* the checker does not take it: no mutant */
    FH_FATE_COUNT,
};

struct fh_fated {
    const struct fh_mutant *mutant;   /* borrowed from `mutants` of the mutation */
    const char *file, *scenario;      /* borrowed from the suite */
    const struct fh_suite_part *part; /* borrowed */
    enum fh_fate fate;
    const char *engine; /* that caught it; NULL: none */
    char *reason;       /* why it was caught or not judged; NULL otherwise */
};

struct fh_mutation_run {
    const struct fh_suite *suite;
    const struct fh_suite_options *options;
    const GPtrArray *engines; /* const struct fh_engine *, in the order in which they try */
    gboolean shows_progress;
    GPtrArray *lists; /* of struct fh_mutant: one a scenario; owned */
    GPtrArray *fated; /* struct fh_fated *, in order of files and lines; owned */
    guint n_scenarios, n_marked;
    GPtrArray *unfit; /* char *: scenarios that don't pass as they are, and why they are left out; owned */
};

/* Blocking. Fails with FH_ERROR_ENVIRONMENT when nothing can be run. */
gboolean fh_mutation_run(struct fh_mutation_run *run, GError **error);

void fh_mutation_run_finish(struct fh_mutation_run *run);

guint fh_mutation_count(const struct fh_mutation_run *run, enum fh_fate fate);

/* "caught", "equivalent", … */
const char *fh_fate_name(enum fh_fate fate);
