/* SPDX-License-Identifier: MIT */
/*
 * What scenarios can exercise of an API, and the instructions that note it when they do.
 *
 * In: the API, and what the library defines. Out: points (model/coverage.h); FH_OP_SEE behind calls. Callers:
 * check, call.
 */
#pragma once

#include "check/lower.h"
#include "model/coverage.h"

/* All points of the library's functions, as many as a run can note. Caller owns; free with
 * fh_coverage_free(). */
struct fh_coverage *fh_coverage_of_api(const struct fh_api *api, GHashTable *defined);

/* Of a call that was just emitted: its arguments, and its result (FH_PLAN_NONE: void). */
void fh_coverage_emit(struct fh_lowering *l, const struct fh_function *function, const GArray *arguments,
                      fh_slot result);
