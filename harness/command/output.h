/* SPDX-License-Identifier: MIT */
/*
 * The output directory: report.json and what other writers make, the raw logs in logs/. Caller: session.c.
 */
#pragma once

#include "command/session.h"
#include "report/writer.h"

/* Makes the folders, locks them until `session->lock` is closed, and removes logs and reports of an earlier
 * run: they must not be taken for this one's. Nothing of the user's is removed: fails with FH_ERROR_USAGE
 * when there are files in the place of ours without the marker that an earlier run leaves, and when another
 * freehold holds the lock. */
gboolean fh_output_prepare(struct fh_session *session, GError **error);

/* Writes every report that is a file, then `terminal`'s to standard output. */
gboolean fh_output_write(const struct fh_session *session, const struct fh_writer *terminal, GError **error);
