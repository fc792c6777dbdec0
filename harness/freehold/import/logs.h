/* SPDX-License-Identifier: MIT */
/*
 * Logs that something else than freehold had made, as results: one for each process, named by its command
 * line, or by the log where that does not tell it.
 *
 *   logs.c           which log it is
 *   foreign_log.c    what all have in common
 *   memcheck_log.c   Valgrind memcheck's, text or XML
 *   asan_log.c       AddressSanitizer's, LeakSanitizer's, UBSan's
 *
 * What a log shows is judged as everywhere. What it doesn't show is another matter: without freehold no
 * engine sees that a block was released by the other side's allocator, so that a clean log is inconclusive,
 * unless the user says to trust it; a sanitizer's log does not say that its process ended well, or that leaks
 * were looked for, and is inconclusive even then. Callers: command/inputs.c.
 */
#pragma once

#include <glib.h>

#include "base/bytes.h"
#include "model/report.h"

/* Results, judged and with fingerprints, and the engine that the log tells of. `path`: for messages and
 * names. Fails with FH_ERROR_USAGE when it is no log that freehold reads, or one of freehold's own, which is
 * nothing without its report. `bytes` is borrowed for the call. Caller owns; free with fh_report_free(). */
struct fh_report *fh_report_of_log(const char *path, const struct fh_bytes *bytes, gboolean is_trusted,
                                   GError **error);
