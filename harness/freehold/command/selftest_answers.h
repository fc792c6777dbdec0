/* SPDX-License-Identifier: MIT */
/* What a run of the self-test's scenarios says of each engine. Caller: selftest. */
#pragma once

#include "model/report.h"
#include "model/result.h"
#include "model/selftest.h"

/* struct fh_selftest * of each engine of the report that was there, measured with the report's versions; rows
 * in order of the report. Caller owns. */
GPtrArray *fh_selftests_of(const struct fh_report *report);

/* What one engine made of one scenario. */
enum fh_answer fh_answer_of(const struct fh_result *result);
