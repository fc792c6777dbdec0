/* SPDX-License-Identifier: MIT */
/*
 * The output directory: report.json and what other writers make, the raw logs in logs/. Caller: session.c.
 */
#pragma once

#include "command/session.h"
#include "report/writer.h"

/* Makes the folders, and removes logs and reports of an earlier run: they must not be taken for this one's. Fails with
 * FH_ERROR_USAGE. */
gboolean fh_output_prepare(struct fh_session *session, GError **error);

/* Writes every report that is a file, then `terminal`'s to standard output. */
gboolean fh_output_write(const struct fh_session *session, const struct fh_writer *terminal, GError **error);
