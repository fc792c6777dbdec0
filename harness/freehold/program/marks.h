/* SPDX-License-Identifier: MIT */
/* exec --growth: what the marks of one process say (classify/growth.h), in its result. Callers: judge.c,
 * exec.c. */
#pragma once

#include "engine/events_file.h"
#include "model/result.h"
#include "program/exec.h"

/* Adds what grows, and a note of what was looked at. `records`: struct fh_record *, of the whole log;
 * `events` NULL: nothing is known. */
void fh_marks_judge(const struct fh_exec *exec, const GPtrArray *records, const struct fh_events *events,
                    struct fh_result *result);

/* When all processes are judged: makes them inconclusive if none of them had enough marks. */
void fh_marks_check(const struct fh_exec *exec, GPtrArray *results);
