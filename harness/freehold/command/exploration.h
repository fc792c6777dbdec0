/* SPDX-License-Identifier: MIT */
/*
 * Sequences of calls, made and run until time or number is up; what they showed, each cause once.
 *
 * In: a library, a seed. Steps: sequences are made (explore/), run in the ledger, a sample of them under
 * Valgrind and AddressSanitizer; what each call returned is learnt; each finding is shrunk and run again
 * under all engines. Out: finds. Caller: explore.c.
 */
#pragma once

#include <glib.h>

#include "command/finds.h"
#include "command/lab.h"
#include "explore/generator.h"

struct fh_exploration {
    /* given, and borrowed */
    struct fh_lab *lab;
    const struct fh_callables *callables;
    const GPtrArray
        *engines; /* const struct fh_engine *: for the sample and for each find, beside the ledger */
    guint32 seed;
    guint64 runs;  /* sequences; 0: as many as there is time for */
    guint seconds; /* 0: as long as it takes */
    gboolean shows_progress;
    /* found, and owned */
    struct fh_generator *generator;
    GPtrArray *finds;  /* struct fh_find *, in the order in which they were found */
    GPtrArray *undone; /* struct fh_find *: growth that a function undoes, which is no find */
    guint64 n_runs, n_calls, n_sampled;
    guint64 n_unsteady;    /* whose calls return something else each time: they are not explored */
    guint64 n_not_judged;  /* that no engine could judge */
    char *why_not_judged;  /* the first of these */
    guint64 n_not_sampled; /* that a slower engine could not judge */
    char *why_not_sampled;
};

/* Fails with FH_ERROR_ENVIRONMENT: nothing could be run. */
gboolean fh_explore(struct fh_exploration *exploration, GError **error);

/* Frees what was found. */
void fh_exploration_finish(struct fh_exploration *exploration);
