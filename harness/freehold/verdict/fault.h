/* SPDX-License-Identifier: MIT */
/*
 * Scenarios in which one allocation is made to fail (freehold run --fail-each): how they ended, and what of
 * it is no fault of the library's.
 *
 * In: a result, before it is judged; then, when it is. Pure. Callers: engine/audit, command/fail_each.
 */
#pragma once

#include <glib.h>

#include "model/kinds.h"
#include "model/result.h"

enum fh_fault_end {
    FH_FAULT_FOUND,        /* something is wrong, or an expectation before the failure does not hold */
    FH_FAULT_NOT_JUDGED,   /* inconclusive */
    FH_FAULT_WENT_ON,      /* the allocation failed, and nothing was wrong */
    FH_FAULT_ENDED_BY_STD, /* nothing could report it, so Rust's std ended the process: that is its design */
    FH_FAULT_NOT_REACHED,  /* this time, less was asked for */
    FH_FAULT_END_COUNT,
};

/* "went-on", … Static. */
const char *fh_fault_end_name(enum fh_fault_end end);

/* That std ended the process since an allocation of `domain` failed becomes a note. Before fh_judge(). */
void fh_fault_excuse(struct fh_result *result, enum fh_domain domain);

/* Of a judged result. */
enum fh_fault_end fh_fault_end_of(const struct fh_result *result);
