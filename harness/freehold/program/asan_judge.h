/* SPDX-License-Identifier: MIT */
/* From an image that ran under AddressSanitizer to a judged result. Caller: asan.c. */
#pragma once

#include "program/asan_process_log.h"
#include "program/exec.h"

struct fh_asan_bench {
    const struct fh_exec *exec;
    const GPtrArray *images; /* all of them: what one started must be another */
    char **options;          /* "ASAN_OPTIONS=…", "LSAN_OPTIONS=…": as they were pinned */
};

/* Of the image at `index`. Caller owns the result. */
struct fh_result *fh_asan_image_judge(const struct fh_asan_bench *bench, guint index);
