/* SPDX-License-Identifier: MIT */
/*
 * How much of a report goes into report.sarif: what GitHub takes. A file that is over a hard limit is refused
 * whole, and its reader sees nothing; so the gravest results are kept, and the file says how many are not
 * there. Caller: sarif.
 *
 * Sources: docs.github.com, "SARIF results exceed limits" (25,000 results a run; of these the 5,000 gravest
 * are shown) and "SARIF results file is too large" (10 MB, as gzip).
 */
#pragma once

#include <glib.h>

/* What GitHub takes of a run: so many results, so many bytes as gzip. Tests set them lower. */
struct fh_sarif_limits {
    guint results;
    gsize zipped;
};
extern struct fh_sarif_limits fh_sarif_limits;

/* So many of each go into the file, at most; there are that many. */
struct fh_sarif_share {
    guint results, notifications;
    guint all_results, all_notifications;
};

/* What would be taken, were it not for the size of the file. `problems`: problem.h. */
struct fh_sarif_share fh_sarif_share_of(const GPtrArray *problems);

/* Makes the share smaller when `text`, which was made by it, is too large; FALSE when it is not. */
gboolean fh_sarif_share_shrink(struct fh_sarif_share *share, const GString *text);

/* What is left out, in a sentence; NULL: nothing. Caller owns; free with g_free(). */
char *fh_sarif_share_words(const struct fh_sarif_share *share);
