/* SPDX-License-Identifier: MIT */
/* From a process to a judged result. Callers: valgrind.c. */
#pragma once

#include "model/result.h"
#include "program/exec.h"
#include "program/process_log.h"

/* `name`: the result's, its command line. What is still running was waited for in vain. Caller owns the
 * result. */
struct fh_result *fh_process_log_judge(const struct fh_exec *exec, const struct fh_process_log *process,
                                       const char *name);
