// SPDX-License-Identifier: MIT
/* Any bytes as memcheck's text log. */
#include "fuzz/memcheck_checks.h"
#include "log/memcheck.h"
#include "log/sniff.h"

int LLVMFuzzerTestOneInput(const guint8 *data, size_t size)
{
    fh_auto(fh_memcheck_log) log = fh_memcheck_log_parse((const char *)data, size);
    enum fh_log_type type = fh_log_sniff((const char *)data, size);

    check_log(log);
    require(!log->is_complete || (log->heap.is_known && log->has_error_summary),
            "complete without its totals");
    require(!log->is_complete || log->all_freed || log->leaks.is_present, "complete without a leak search");
    require(type <= FH_LOG_SANITIZER, "a type that is none");
    return 0;
}
