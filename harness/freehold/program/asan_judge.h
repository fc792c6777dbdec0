/* SPDX-License-Identifier: MIT */
/* From a process that ran under AddressSanitizer to a judged result. Caller: asan.c. */
#pragma once

#include "model/result.h"
#include "program/exec.h"

struct fh_asan_bench {
    const struct fh_exec *exec;
    const GPtrArray *processes; /* all of them: what one started must be another */
    char **options;             /* "ASAN_OPTIONS=…", "LSAN_OPTIONS=…": as they were pinned */
};

/* Of the process at `index`. Caller owns the result. */
struct fh_result *fh_asan_process_log_judge(const struct fh_asan_bench *context, guint index);
