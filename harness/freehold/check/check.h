/* SPDX-License-Identifier: MIT */
/*
 * Type check of scenarios against the header, and their lowering to a plan.
 *
 * In: scripts (script/) and the API of their library (api/). Out: diagnostics, or a plan (wire/plan.h) as
 * bytes, and what each scenario must show. Nothing runs before every scenario checks. Callers: command.
 */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "base/cleanup.h"
#include "base/diagnostics.h"
#include "model/coverage.h"
#include "verdict/expectation.h"
#include "wire/domain.h"

/* One scenario of a plan, with what it must show. */
struct fh_planned {
    char *name;
    char *file;
    guint line;
    guint index;          /* in the plan */
    GArray *expectations; /* struct fh_expectation */
    struct fh_heap_expectation heap;
    gboolean has_faults;         /* it has `fail alloc` of its own */
    gboolean counts_requests;    /* it tells how much memory each side asks for */
    enum fh_domain fault_domain; /* whose allocation is made to fail in it; FH_DOMAIN_UNKNOWN: none */
    guint fault;                 /* which, from 1 */
};

struct fh_plan {
    GByteArray *bytes;            /* wire/plan.h */
    GPtrArray *scenarios;         /* struct fh_planned *, index order */
    GPtrArray *symbols;           /* char *: by plan symbol index */
    struct fh_coverage *coverage; /* the points of FH_OP_SEE; what was seen, runs will say */
};

/* Checks and lowers all `scripts` (struct fh_script *, all of one library). `defined` is the set of symbols
 * that the static library defines, NULL to trust the header. NULL when anything was reported to
 * `diagnostics`. Caller owns; free with fh_plan_free(). */
struct fh_plan *fh_check(const GPtrArray *scripts, struct fh_api *api, GHashTable *defined,
                         struct fh_diagnostics *diagnostics);

/* One without scenarios, bytes and symbols. Caller owns; free with fh_plan_free(). */
struct fh_plan *fh_plan_new(const struct fh_api *api, GHashTable *defined);
/* For its scenarios, which own it. It expects nothing. */
struct fh_planned *fh_planned_new(const char *name, const char *file, guint line, guint index);

void fh_plan_free(struct fh_plan *plan);
FH_DEFINE_AUTO(fh_plan, fh_plan_free)
