// SPDX-License-Identifier: MIT
#include "report/machine/sarif_limits.h"

#include <gio/gio.h>

#include "report/shared/problem.h"

#define MAX_NOTIFICATIONS 25000 /* of ours: GitHub names no limit */

struct fh_sarif_limits fh_sarif_limits = {.results = 25000, .zipped = 10000000};

struct fh_sarif_share fh_sarif_share_of(const GPtrArray *problems)
{
    struct fh_sarif_share share = {0};
    for (guint i = 0; i < problems->len; i++) {
        const struct fh_problem *problem = g_ptr_array_index(problems, i);
        if (problem->sort == FH_PROBLEM_NOT_JUDGED)
            share.all_notifications++;
        else
            share.all_results++;
    }
    share.results = MIN(share.all_results, fh_sarif_limits.results);
    share.notifications = MIN(share.all_notifications, MAX_NOTIFICATIONS);
    return share;
}

/* Compressed as little as gzip can: who uploads the file compresses it no less. */
static gsize zipped_size(const GString *text)
{
    g_autoptr(GConverter) gzip = G_CONVERTER(g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1));
    static char discarded[1 << 16];
    gsize at = 0, size = 0, n_read, n_written;
    GConverterResult state;
    do {
        state = g_converter_convert(gzip, text->str + at, text->len - at, discarded, sizeof discarded,
                                    G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
        at += n_read;
        size += n_written;
    } while (state == G_CONVERTER_CONVERTED);
    return state == G_CONVERTER_FINISHED ? size : text->len;
}

gboolean fh_sarif_share_shrink(struct fh_sarif_share *share, const GString *text)
{
    const gsize size = text->len > fh_sarif_limits.zipped ? zipped_size(text) : text->len;
    const double part = 0.9 * (double)fh_sarif_limits.zipped / (double)size;
    if (size <= fh_sarif_limits.zipped || share->results + share->notifications == 0)
        return FALSE;
    share->results = (guint)(share->results * part);
    share->notifications = (guint)(share->notifications * part);
    return TRUE;
}

char *fh_sarif_share_words(const struct fh_sarif_share *share)
{
    const guint n_results = share->all_results - share->results;
    const guint n_notifications = share->all_notifications - share->notifications;
    GString *text = g_string_new(NULL);
    if (n_results > 0)
        g_string_append_printf(text, "the %u least severe of %u results", n_results, share->all_results);
    if (n_notifications > 0)
        g_string_append_printf(text, "%s%u of %u notifications", n_results > 0 ? " and " : "",
                               n_notifications, share->all_notifications);
    if (text->len == 0) {
        g_string_free(text, TRUE);
        return NULL;
    }
    g_string_append_printf(
        text, " had no room: GitHub takes %u results and %u MB as gzip; report.json has them all",
        fh_sarif_limits.results, (guint)(fh_sarif_limits.zipped / 1000000));
    return g_string_free(text, FALSE);
}
