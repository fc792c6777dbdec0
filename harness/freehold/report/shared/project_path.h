/* SPDX-License-Identifier: MIT */
/*
 * Files and lines as CI systems want them: relative to the project's root, so that they can be shown beside
 * the code. Callers: the writers of machine formats.
 */
#pragma once

#include "model/report.h"
#include "model/result.h"
#include "model/stack.h"

/* `file` from the project's root, without "." and "..". A file outside of the project keeps its absolute
 * path, of which a deterministic report shows the base name. Valid UTF-8. NULL stays NULL, "" becomes it.
 * Caller owns; free with g_free(). */
char *fh_project_path(const struct fh_report *report, const char *file);

/* The same for a frame's source file; NULL when none is known. Caller owns; free with g_free(). */
char *fh_project_path_of_frame(const struct fh_report *report, const struct fh_frame *frame);

/* What a result is of: the scenario file; of a process, the program. Never NULL. Caller owns; free with
 * g_free(). */
char *fh_project_path_of_result(const struct fh_report *report, const struct fh_result *result);
