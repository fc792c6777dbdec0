/* SPDX-License-Identifier: MIT */
/* Which of Valgrind's options a user may add, and what they mean. Callers: command/exec.c, judge.c. */
#pragma once

#include <glib.h>

/* At how many functions Valgrind cuts stacks, with these arguments of the user's. NULL: none. */
guint fh_exec_n_callers(char *const *arguments);

/* Fails with FH_ERROR_USAGE when one of them is no option, or takes from what Valgrind sees or tells. NULL:
 * none. */
gboolean fh_exec_check_valgrind_arguments(char *const *arguments, GError **error);
