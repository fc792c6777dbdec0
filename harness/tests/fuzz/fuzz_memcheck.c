// SPDX-License-Identifier: MIT
/* Any bytes as memcheck's text log, and as a file that may hold one. */
#include "fuzz/memcheck_checks.h"
#include "log/contents.h"
#include "log/memcheck.h"

int LLVMFuzzerTestOneInput(const guint8 *data, size_t size)
{
    fh_auto(fh_memcheck_log) log = fh_memcheck_log_parse((const char *)data, size);
    fh_auto(fh_log_contents) contents = fh_log_contents_new((const char *)data, size);

    check_log(log);
    require(!log->is_complete || (log->heap.is_known && log->has_error_summary),
            "complete without its totals");
    require(!log->is_complete || log->all_freed || log->leaks.is_present, "complete without a leak search");
    require(is_harmless(contents->text), "what is left is no text");
    for (guint i = 0; i < contents->documents->len; i++)
        require(is_harmless(g_ptr_array_index(contents->documents, i)), "a document is no text");
    for (guint i = 0; i < contents->unread->len; i++)
        require(is_harmless(((const struct fh_log_unread *)g_ptr_array_index(contents->unread, i))->what),
                "what is not read has no name");
    return 0;
}
