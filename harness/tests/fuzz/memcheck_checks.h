/* SPDX-License-Identifier: MIT */
/* What holds for any memcheck log, whatever it was read from. */
#pragma once

#include "fuzz/record_checks.h"
#include "log/memcheck.h"

static inline void check_log(const struct fh_memcheck_log *log)
{
    require(log != NULL, "there is no log");
    require(log->is_complete == (!log->incomplete_reason), "complete and a reason, or neither");
    require(!log->incomplete_reason || is_harmless(log->incomplete_reason), "a reason is no text");
    require(!log->is_complete || (log->version && log->command), "complete without a preamble");
    for (guint i = 0; i < log->records->len; i++)
        check_record(g_ptr_array_index(log->records, i));
    for (guint i = 0; i < log->warnings->len; i++)
        require(is_harmless(g_ptr_array_index(log->warnings, i)), "a warning is no text");
}
