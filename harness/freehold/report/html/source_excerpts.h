/* SPDX-License-Identifier: MIT */
/*
 * The lines of source that a report speaks of, as the page shows them beside its findings: the scenarios, and
 * a few lines around each frame of the library's or the user's own. Read when the report is written; bounded.
 * Callers: html_data.c.
 */
#pragma once

#include "report/machine/json_document.h"

/* Bounds of what is read. */
#define FH_SOURCE_EXCERPTS_FILES       400
#define FH_SOURCE_EXCERPTS_LINES       20000 /* of all files together */
#define FH_SOURCE_EXCERPTS_LENGTH      300   /* characters of a line */
#define FH_SOURCE_EXCERPTS_OF_SCENARIO 80    /* lines of a scenario */
#define FH_SOURCE_EXCERPTS_AROUND      3     /* lines before a frame's line, and after it */

/* The member "excerpts": an object of files, by their paths as the report shows them, each an object of lines
 * by their numbers. Only files with the name of a source file are read. Where a shown path stands for several
 * files, as in a deterministic report, none is shown. */
void fh_source_excerpts_add(const struct fh_json *json);
