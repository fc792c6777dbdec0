/* SPDX-License-Identifier: MIT */
/*
 * Runs sequences: each as a scenario, many in one process, under any engine.
 *
 * In: a library, sequences. Out: what each showed. A sequence that ends the process costs nobody else: those
 * before it and those after it run again. Callers: exploration, shrink.
 */
#pragma once

#include <glib.h>

#include "command/sequence_plan.h"
#include "command/suite.h"
#include "engine/engine.h"
#include "explore/sequence.h"
#include "explore/text.h"
#include "model/coverage.h"
#include "symbols/symbols.h"

struct fh_lab {
    struct fh_suite_part *part; /* borrowed */
    GHashTable *defined;        /* borrowed */
    char *folder;               /* for plans and logs; what is in it goes */
    struct fh_symbols *symbols;
    struct fh_coverage *coverage; /* of all runs */
    struct fh_sequence_plans *plans;
    GHashTable *runners;   /* const struct fh_engine * → char *: its runner, linked */
    GHashTable *start_ups; /* const struct fh_engine * → struct fh_result *: what was wrong before the first
                              sequence, the first time; as in fh_seen */
    guint counter;
    gboolean ends_at_start_up; /* the library ended a process before the first sequence: it always will */
};

/* What one sequence showed. */
struct fh_seen {
    struct fh_result *result;           /* its findings have fingerprints of their causes */
    const struct fh_sequence *sequence; /* borrowed */
};

/* Fails with FH_ERROR_ENVIRONMENT. `part`, built, and `defined` must outlive it. Caller owns; free with
 * fh_lab_free(). */
struct fh_lab *fh_lab_new(struct fh_suite_part *part, GHashTable *defined, const char *folder,
                          GError **error);
void fh_lab_free(struct fh_lab *lab);
FH_DEFINE_AUTO(fh_lab, fh_lab_free)

enum fh_lab_way {
    FH_LAB_TOGETHER,  /* in one process, as long as that lasts; then in another */
    FH_LAB_EACH,      /* the same, where most will leak: none shares a search for leaks with others */
    FH_LAB_KEPT,      /* the same; what is left is a finding, too (engine.h, tells_kept) */
    FH_LAB_UNTIL_END, /* in one process; those behind the one that ends it show nothing */
    FH_LAB_ALONE,     /* each in its own */
};

/* Struct fh_seen *, one for each of `sequences` (struct fh_sequence *), which must outlive them. NULL: it
 * failed, with FH_ERROR_ENVIRONMENT. Caller owns; g_ptr_array_unref(). */
GPtrArray *fh_lab_run(struct fh_lab *lab, const struct fh_engine *engine, const GPtrArray *sequences,
                      enum fh_lab_way way, GError **error);

/* What the line of a finding or of an unmet expectation says; FALSE: it is none of the scenario's. */
gboolean fh_seen_line(const struct fh_seen *seen, guint line, struct fh_line *out);
