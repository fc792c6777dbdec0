/* SPDX-License-Identifier: MIT */
/*
 * How much of a report goes into junit.xml: what GitLab takes. It reads no file that is over a limit, and
 * shows nothing then. So details are shortened first, then results that pass are left out, and then results
 * that don't; the file says so. Caller: junit.
 *
 * Sources: docs.gitlab.com, "Unit test reports", "File format and size limits" (30 MB a file); GitLab's
 * source, XmlAdapter's MAX_ALLOWED_OBJECTS (250,000 elements); libxml2's XML_MAX_TEXT_LENGTH (10 MB of text
 * in one element).
 */
#pragma once

#include <glib.h>

/* What GitLab takes of a file: so many bytes, so many elements. Tests set them lower. */
struct fh_junit_limits {
    gsize size;
    guint elements;
};
extern struct fh_junit_limits fh_junit_limits;

struct fh_junit_share {
    guint step;      /* how far it has been made smaller */
    gsize max_text;  /* bytes of details in one case */
    gboolean passed; /* are results that pass in it? */
    guint max_cases; /* of results */
};

/* Everything, but no text that XML's readers refuse. */
struct fh_junit_share fh_junit_share_all(void);

/* Makes the share smaller when a file of `size` bytes, `n_elements` and `n_cases`, which was made by it, is
 * too large; FALSE when it is not. */
gboolean fh_junit_share_shrink(struct fh_junit_share *share, gsize size, guint n_elements, guint n_cases);

/* Cuts `text` at the end of a line, and says how many lines are not there. Consumes `text`. Caller owns; free
 * with g_free(). */
char *fh_junit_share_take_text(const struct fh_junit_share *share, char *text);
