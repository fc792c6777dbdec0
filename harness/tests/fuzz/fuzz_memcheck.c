// SPDX-License-Identifier: MIT
/* Any bytes as memcheck's text log, and as a file that may hold one. */
#include "fuzz/memcheck_checks.h"
#include "log/contents.h"
#include "log/lines.h"
#include "log/memcheck.h"
#include "log/scan.h"

/* One by one, the lines are those of the whole. */
static void require_lines(const struct fh_bytes *bytes)
{
    g_autofree char *plain = fh_scan_plain(bytes->start, bytes->size);
    const char *rest = plain, *line;
    struct fh_log_lines lines;
    gboolean is_whole;

    fh_log_lines_init(&lines, bytes, FALSE);
    while ((line = fh_log_lines_next(&lines, &is_whole))) {
        const gsize length = strlen(line);

        require(is_harmless(line), "a line is no text");
        require(strncmp(rest, line, length) == 0 && (rest[length] == '\n') == is_whole, "a line is another");
        rest += length + (is_whole ? 1 : 0);
    }
    require(!*rest, "a line is missing");
    fh_log_lines_finish(&lines);
}

int LLVMFuzzerTestOneInput(const guint8 *data, size_t size)
{
    fh_auto(fh_memcheck_log) log = fh_memcheck_log_parse((const char *)data, size);
    fh_auto(fh_log_contents) contents =
        fh_log_contents_new(&(struct fh_bytes){(const char *)data, size, FALSE});

    check_log(log);
    require(!log->is_complete || (log->heap.is_known && log->has_error_summary),
            "complete without its totals");
    require(!log->is_complete || log->all_freed || log->leaks.is_present, "complete without a leak search");
    require_lines(&contents->text);
    for (guint i = 0; i < contents->documents->len; i++)
        require(is_harmless(g_ptr_array_index(contents->documents, i)), "a document is no text");
    for (guint i = 0; i < contents->unread->len; i++)
        require(is_harmless(((const struct fh_log_unread *)g_ptr_array_index(contents->unread, i))->what),
                "what is not read has no name");
    return 0;
}
