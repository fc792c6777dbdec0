/* SPDX-License-Identifier: MIT */
/*
 * memcheck's options: those that `run` and `exec` have in common, and what each adds.
 *
 * Without them a log lacks what a verdict needs, so no user may change one. Callers: this folder, program/.
 */
#pragma once

#include <glib.h>

/* How memcheck runs the runner, and how a program of somebody's. NULL-terminated; both after the common ones.
 */
extern const char *const fh_valgrind_runner_options[];
extern const char *const fh_valgrind_program_options[];

/* "valgrind", the common options and `own`. Caller owns the words, too. */
GPtrArray *fh_valgrind_words(const char *const *own);
/* The same as one text, for people. Caller owns. */
char *fh_valgrind_command(const char *const *own);

/* `name`, as "--error-limit", is among those that fh_valgrind_words() gives. */
gboolean fh_valgrind_has_option(const char *const *own, const char *name);
