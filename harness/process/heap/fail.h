/* SPDX-License-Identifier: MIT */
/* What can't go on ends the process, and says why. Callers: everything in it. */
#pragma once

#define FH_FAIL_STATUS 3 /* of the process */

/* Message to stderr and to the events file, then the process ends with FH_FAIL_STATUS. printf's format. Safe
 * in any state but a signal handler. */
_Noreturn void fh_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
