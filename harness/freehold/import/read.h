/* SPDX-License-Identifier: MIT */
/*
 * Results that are there already, as the report that they make.
 *
 *   document.c       bytes → JSON, whatever they are
 *   members.c        the members of its objects, each with its place
 *   read.c           report.json → struct fh_report; read_finding.c, read_timeline.c: parts of a result
 *   consistency.c      what report.json says twice must be the same
 *   merge.c          several reports → one
 *   logs.h           logs that something else had made
 *
 * In: bytes from anywhere. Out: of a report, what was judged when it was made; nothing is judged again.
 * Callers: command/inputs.c.
 */
#pragma once

#include <glib.h>

#include "model/report.h"

/* Bytes of a report.json: 50 times what all scenarios of this project make; the parser takes some ten times
 * as much memory. */
#define FH_REPORT_MAX_SIZE (256 << 20)

/* The beginning of a JSON object: what only a report.json can be. */
gboolean fh_report_is_saved(const char *bytes, gsize size);

/* Reads a report.json. Written again by fh_json_writer it has the same bytes; one that was written with
 * is_deterministic stays so. Fails with FH_ERROR_USAGE, "PATH: results[3].findings[0].kind: …", on whatever
 * is missing, unknown, of another type, or at odds with the rest of the document, and when a freehold newer
 * than `version` wrote it. `bytes` is borrowed for the call. Caller owns; free with fh_report_free(). */
struct fh_report *fh_report_parse(const char *path, const char *bytes, gsize size, const char *version,
                                  GError **error);

/* The same, of a file. */
struct fh_report *fh_report_read(const char *path, const char *version, GError **error);
