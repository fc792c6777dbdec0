/* SPDX-License-Identifier: MIT */
/* Three engines that see what Freehold's see, and how often they disagree. */
#pragma once

#include "model/finding.h"
#include "model/kinds.h"
#include "model/report.h"
#include "model/result.h"
#include "verdict/agreement.h"

#define LEAK      FH_KIND_LEAK
#define CROSS     FH_KIND_CROSS_ALLOCATOR_FREE
#define DOUBLE    FH_KIND_DOUBLE_FREE
#define USE       FH_KIND_USE_AFTER_FREE
#define BOUNDS    FH_KIND_OUT_OF_BOUNDS
#define UNINIT    FH_KIND_UNINITIALISED_USE
#define ABORT     FH_KIND_ABORT
#define BIT(kind) (1u << (kind))

static const struct fh_visibility valgrind_visibility = {FH_KINDS_EXPECTABLE, BIT(BOUNDS),
                                                         "beyond the red zones"};
static const struct fh_visibility asan_visibility = {FH_KINDS_EXPECTABLE & ~BIT(UNINIT),
                                                     BIT(BOUNDS) | BIT(USE),
                                                     "in code that was not compiled with -fsanitize=address"};
static const struct fh_visibility ledger_visibility = {
    FH_KINDS_EXPECTABLE & ~(BIT(UNINIT) | BIT(USE) | BIT(BOUNDS)), 0, NULL};

static const struct fh_eye eye_items[] = {
    {"valgrind", &valgrind_visibility}, {"asan", &asan_visibility}, {"ledger", &ledger_visibility}};
static const struct fh_engines_visibility visibilities = {eye_items, G_N_ELEMENTS(eye_items)};

static inline guint count_disagreements(const struct fh_report *report)
{
    guint n = 0;
    for (guint i = 0; i < report->results->len; i++) {
        const struct fh_result *result = g_ptr_array_index(report->results, i);
        for (guint j = 0; j < result->findings->len; j++) {
            const struct fh_finding *finding = g_ptr_array_index(result->findings, j);
            n += finding->kind == FH_KIND_DISAGREEMENT;
        }
    }
    return n;
}
