/* SPDX-License-Identifier: MIT */
/*
 * What a report.json says twice: verdicts, counts and the agreement of engines follow from its results. Where
 * they don't, it was changed, or results are missing. Callers: read.c.
 */
#pragma once

#include "import/members.h"
#include "model/report.h"

/* Fails at the first place where `report`, which was read from `root`, would be written differently. */
void fh_reading_check_unchanged(struct fh_reading *reading, JsonNode *root, const struct fh_report *report);
