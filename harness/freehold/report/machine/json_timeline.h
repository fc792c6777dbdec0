/* SPDX-License-Identifier: MIT */
/* A result's ownership timeline in report.json: who held which block, step by step. Bounded. */
#pragma once

#include "model/result.h"
#include "report/machine/json_document.h"

/* Of one result's timeline the report shows so many, those first that something went wrong with. */
#define FH_TIMELINE_BLOCKS 48
#define FH_TIMELINE_STEPS  160

/* The member "timeline" of a result; null when none was recorded. */
void fh_timeline_add(const struct fh_json *json, const struct fh_result *result);
