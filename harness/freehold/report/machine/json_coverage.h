/* SPDX-License-Identifier: MIT */
/* The coverage in report.json. Caller: json.c. */
#pragma once

#include "report/machine/json_document.h"

/* The member "coverage", of a report that has some. */
void fh_json_add_coverage(const struct fh_json *json);
