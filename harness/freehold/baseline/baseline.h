/* SPDX-License-Identifier: MIT */
/*
 * Baselines: findings that are known, and don't fail the gate until somebody mends them.
 *
 *   baseline.c  the file: read, and made from a report
 *   apply.c     a baseline on a report: which findings are known, which are fixed
 *
 * In: a judged report with fingerprints, and a file that an earlier report was made into. Out: `is_known` on
 * findings, verdicts judged again, `report->baseline`. The file is JSON, sorted and without addresses or
 * absolute paths, to be kept in version control:
 *
 *   {"freehold-baseline": 1,
 *    "findings": [{"kind": "leak", "fingerprint": "…", "file": "strings.scn", "scenario": "…", "engine":
 * "valgrind", "message": "…", "count": 1}]}
 *
 * A finding is known when file (its base name), fingerprint and number agree: the second leak of one
 * fingerprint in one result is new where the baseline has one. Callers: command/gate.c.
 */
#pragma once

#include "base/cleanup.h"
#include "model/finding.h"
#include "model/report.h"
#include "model/result.h"

struct fh_baseline {
    char *path;         /* NULL: in no file yet */
    GPtrArray *entries; /* struct fh_known * */
};

/* Without an entry. Caller owns; free with fh_baseline_free(). */
struct fh_baseline *fh_baseline_new(const char *path);

/* Fails with FH_ERROR_USAGE, and says where, on a file that is not a baseline or holds what is not known.
 * Caller owns; free with fh_baseline_free(). */
struct fh_baseline *fh_baseline_read(const char *path, GError **error);
void fh_baseline_free(struct fh_baseline *baseline);
FH_DEFINE_AUTO(fh_baseline, fh_baseline_free)

/* The file. Caller owns; free with g_free(). */
char *fh_baseline_text(const struct fh_baseline *baseline);
