/* SPDX-License-Identifier: MIT */
/*
 * Sequences as a plan, without a detour by way of text.
 *
 * In: sequences. Out: a plan in which each is a scenario, the one that its text (explore/text.h) makes. Each
 * call is written, parsed, checked and lowered once for what it is given, and then is a piece
 * (check/assembly.h): there are few of them. Caller: lab.c.
 */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "base/cleanup.h"
#include "check/check.h"
#include "explore/sequence.h"

struct fh_sequence_plans;

/* All are borrowed, and must outlive it. Caller owns; free with fh_sequence_plans_free(). */
struct fh_sequence_plans *fh_sequence_plans_new(struct fh_api *api, GHashTable *defined);
void fh_sequence_plans_free(struct fh_sequence_plans *plans);
FH_DEFINE_AUTO(fh_sequence_plans, fh_sequence_plans_free)

/* A scenario for each of `sequences` (struct fh_sequence *), which begin in line 1 of "explored.scn". Fails
 * with FH_ERROR_ENVIRONMENT. Caller owns; free with fh_plan_free(). */
struct fh_plan *fh_sequence_plan(struct fh_sequence_plans *plans, const GPtrArray *sequences, GError **error);
