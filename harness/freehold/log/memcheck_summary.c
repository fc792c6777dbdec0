// SPDX-License-Identifier: MIT
#include "log/memcheck_summary.h"
#include "log/scan.h"
#include "model/result.h"

#include <string.h>

gboolean fh_memcheck_leak_row(struct fh_leak_summary *leaks, guint *seen, const char *text)
{
    static const char *const rows[FH_LEAK_STATE_COUNT] = {
        [FH_LEAK_DEFINITE] = "definitely lost: ", [FH_LEAK_INDIRECT] = "indirectly lost: ",
        [FH_LEAK_POSSIBLE] = "possibly lost: ",   [FH_LEAK_REACHABLE] = "still reachable: ",
        [FH_LEAK_SUPPRESSED] = "suppressed: ",
    };
    const char *row = text + strspn(text, " ");

    for (guint state = 0; state < FH_LEAK_STATE_COUNT; state++) {
        guint64 bytes, blocks, added;
        gboolean is_added;
        const char *at = row;

        if (!fh_scan_text(&at, rows[state]))
            continue;
        if (!fh_scan_delta(&at, &bytes, &added, &is_added) || !fh_scan_text(&at, " bytes in ") ||
            !fh_scan_delta(&at, &blocks, &added, &is_added) || !fh_scan_text(&at, " blocks") || *at)
            return FALSE;
        leaks->bytes[state] = bytes;
        leaks->blocks[state] = blocks;
        *seen |= 1u << state;
        leaks->is_present = *seen == (1u << FH_LEAK_STATE_COUNT) - 1;
        return TRUE;
    }
    return FALSE;
}

static gboolean read_in_use(struct fh_heap *heap, const char *at)
{
    guint64 bytes, blocks;

    if (!fh_scan_text(&at, "in use at exit: ") || !fh_scan_number(&at, &bytes) ||
        !fh_scan_text(&at, " bytes in ") || !fh_scan_number(&at, &blocks) || !fh_scan_text(&at, " blocks") ||
        *at)
        return FALSE;
    heap->in_use_bytes = bytes;
    heap->in_use_blocks = blocks;
    return TRUE;
}

static gboolean read_usage(struct fh_heap *heap, const char *at)
{
    guint64 allocs, frees, bytes;

    if (!fh_scan_text(&at, "total heap usage: ") || !fh_scan_number(&at, &allocs) ||
        !fh_scan_text(&at, " allocs, ") || !fh_scan_number(&at, &frees) || !fh_scan_text(&at, " frees, ") ||
        !fh_scan_number(&at, &bytes) || !fh_scan_text(&at, " bytes allocated") || *at)
        return FALSE;
    heap->allocs = allocs;
    heap->frees = frees;
    heap->bytes = bytes;
    return TRUE;
}

gboolean fh_memcheck_heap_row(struct fh_heap *heap, guint *seen, const char *text)
{
    const char *row = text + strspn(text, " ");

    if (read_in_use(heap, row))
        *seen |= 1;
    else if (read_usage(heap, row))
        *seen |= 2;
    else
        return FALSE;
    heap->is_known = *seen == 3;
    return TRUE;
}
