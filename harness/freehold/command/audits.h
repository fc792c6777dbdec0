/* SPDX-License-Identifier: MIT */
/*
 * The audits of one `freehold run`: each library of the suite under each engine, all side by side on one pool
 * of processors, so that none is idle while a runner is linked or a slow engine runs to its end.
 *
 * In: a session, and what runs. Out: results in the session's report, in the order of the starts. Caller:
 * session.c.
 */
#pragma once

#include "command/session.h"

struct fh_audits;

/* `session` is borrowed. Caller owns; free with fh_audits_finish(). */
struct fh_audits *fh_audits_new(struct fh_session *session);

/* Links the runner and starts the audit of the part with this number. Consumes `take_scenarios` (guint: plan
 * indices), also on failure, of which the report is to speak. */
gboolean fh_audits_start(struct fh_audits *audits, guint number, const struct fh_engine *engine,
                         GArray *take_scenarios, gboolean has_batches, GError **error);

/* Waits for all. Consumes `audits`. */
void fh_audits_finish(struct fh_audits *audits);
