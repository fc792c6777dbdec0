/* SPDX-License-Identifier: MIT */
/*
 * Plans that are put together from pieces (piece.h).
 *
 * In: pieces, and then which of them make up each scenario, and whose variables they take. Out: a plan, as
 * fh_check() would make it of the same lines, one after the other. Caller: command/sequence_plan.c, whose
 * scenarios say the same things in ever other orders.
 */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "base/cleanup.h"
#include "check/check.h"
#include "check/piece.h"
#include "wire/plan.h"

struct fh_assembly;

/* All are borrowed, and must outlive it. Caller owns; free with fh_assembly_free(). */
struct fh_assembly *fh_assembly_new(struct fh_api *api, GHashTable *defined);
void fh_assembly_free(struct fh_assembly *assembly);
FH_DEFINE_AUTO(fh_assembly, fh_assembly_free)

/* As fh_piece_new(). The assembly owns it. */
const struct fh_piece *fh_assembly_make(struct fh_assembly *assembly, const char *text, const GArray *given,
                                        const GPtrArray *wanted, GError **error);

/* Another plan. */
void fh_assembly_begin(struct fh_assembly *assembly);

/* Appends the piece to the scenario. `given`: fh_slot, of the variables that it takes. Returns where its own
 * slots begin. */
fh_slot fh_assembly_add(struct fh_assembly *assembly, const struct fh_piece *piece, const fh_slot *given);

/* The scenario is whole. FALSE: its variables take more than FH_PLAN_MAX_FRAME. */
gboolean fh_assembly_end_scenario(struct fh_assembly *assembly);

/* All its scenarios begin in line 1 of `file`. Caller owns; free with fh_plan_free(). */
struct fh_plan *fh_assembly_end(struct fh_assembly *assembly, const char *file);
