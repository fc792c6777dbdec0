/* SPDX-License-Identifier: MIT */
/*
 * The processes that are still running when the program, or a library's runner, has ended. They become
 * children of this process (PR_SET_CHILD_SUBREAPER), whether they have a log yet or not. Callers: exec.c, the
 * command's session.
 */
#pragma once

#include <glib.h>

/* From now on, they do. */
void fh_leftovers_adopt(void);

/* Until all have ended, for at most so long. */
void fh_leftovers_wait(guint seconds);

/* Asks them to end (Valgrind then writes its summary), and a little later makes them. */
void fh_leftovers_stop(void);
