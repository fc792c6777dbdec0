/* SPDX-License-Identifier: MIT */
/* Which of Valgrind's options a user may add. Caller: command/exec.c. */
#pragma once

#include <glib.h>

/* Fails with FH_ERROR_USAGE when one of them is no option, or takes from what Valgrind sees or tells. NULL:
 * none. */
gboolean fh_exec_check_valgrind_arguments(char *const *arguments, GError **error);
