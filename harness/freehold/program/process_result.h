/* SPDX-License-Identifier: MIT */
/* What the result of a process is called, which logs it names, and why it is not whole where the program was
 * stopped. Callers: valgrind.c, judge.c, asan_judge.c. */
#pragma once

#include <glib.h>

#include "engine/events_file.h"
#include "log/last_words.h"
#include "model/result.h"
#include "program/exec.h"

/* For a result: the command line, and the test that alone ran in the process, as its events (NULL: none are
 * known) have it; where there are several processes, with its number, since a fork has the command line of
 * its parent. Caller owns. */
char *fh_program_result_name(const char *command, const GPtrArray *events, guint index, guint n);

/* Names a log in a result. */
void fh_program_result_name_log(const struct fh_exec *exec, const char *path, struct fh_result *result);

/* Why process `pid` was not seen whole, if the program was stopped at its time out; a process that has ended
 * by itself before was. NULL: it was not stopped. Caller owns. */
char *fh_program_why_stopped(const struct fh_exec *exec, guint pid, gboolean has_ended);

/* What the process said of its own end; none without events. Caller frees `text` with g_free(). */
struct fh_last_words fh_program_last_words(const struct fh_events *events);

/* --strict: what was not looked for keeps a result from being clean. After all notes, before fh_judge(). */
void fh_program_be_strict(const struct fh_exec *exec, struct fh_result *result);
