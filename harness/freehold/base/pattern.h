/* SPDX-License-Identifier: MIT */
/* Regular expressions of our own that are matched often: each is compiled once, on first use. */
#pragma once

#include <glib.h>

/* Static, and starts as {.text = "…"}; the text is right by construction. */
struct fh_pattern {
    const char *text;
    GRegex *regex;
};

/* Borrowed; lives as long as the program. Any thread may ask. */
const GRegex *fh_pattern_regex(struct fh_pattern *pattern);

/* `text`, valid UTF-8, with `replacement` (as g_regex_replace() takes it) in place of each match. NULL when
 * it can't be matched on. Caller owns; free with g_free(). */
char *fh_pattern_replace(struct fh_pattern *pattern, const char *text, const char *replacement);
