/* SPDX-License-Identifier: MIT */
/* Which parser a file wants. Pure. Callers: results. */
#pragma once

#include <glib.h>

enum fh_log_type {
    FH_LOG_UNKNOWN,       /* none of them, or a log of another tool of Valgrind's */
    FH_LOG_MEMCHECK_TEXT, /* memcheck.h */
    FH_LOG_MEMCHECK_XML,  /* memcheck_xml.h */
    FH_LOG_SANITIZER,     /* asan.h: AddressSanitizer, LeakSanitizer, UBSan */
};

/* Tells by what only that tool writes; where all else is missing ("-q", the middle of a log), by "==PID== " in front
 * of a line. The program's own lines may stand in between. */
enum fh_log_type fh_log_sniff(const char *bytes, gsize size);
