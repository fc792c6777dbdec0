// SPDX-License-Identifier: MIT
#include "base/pattern.h"

const GRegex *fh_pattern_regex(struct fh_pattern *pattern)
{
    if (g_once_init_enter(&pattern->regex)) {
        GRegex *regex = g_regex_new(pattern->text, 0, 0, NULL);
        g_assert(regex != NULL);
        g_once_init_leave(&pattern->regex, regex);
    }
    return pattern->regex;
}

char *fh_pattern_replace(struct fh_pattern *pattern, const char *text, const char *replacement)
{
    return g_regex_replace(fh_pattern_regex(pattern), text, -1, 0, replacement, 0, NULL);
}
