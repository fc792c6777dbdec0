// SPDX-License-Identifier: MIT
#include "report/machine/junit_limits.h"

#include <string.h>

#define MAX_TEXT 1000000 /* beneath libxml2's limit, also when all of it is escaped */

struct fh_junit_limits fh_junit_limits = {.size = 30000000, .elements = 250000};

/* From one step to the next less is told, but no failure is left out before the last. */
static const struct fh_junit_share steps[] = {
    {0, MAX_TEXT, TRUE, G_MAXUINT},
    {1, 20000, TRUE, G_MAXUINT},
    {2, 20000, FALSE, G_MAXUINT},
    {3, 500, FALSE, G_MAXUINT},
};

struct fh_junit_share fh_junit_share_all(void)
{
    return steps[0];
}

gboolean fh_junit_share_shrink(struct fh_junit_share *share, gsize size, guint n_elements, guint n_cases)
{
    const double over =
        MAX((double)size / (double)fh_junit_limits.size, (double)n_elements / fh_junit_limits.elements);
    if (over <= 1 || n_cases == 0)
        return FALSE;
    if (share->step + 1 < G_N_ELEMENTS(steps))
        *share = steps[share->step + 1];
    else
        share->max_cases = (guint)(n_cases * 0.9 / over);
    return TRUE;
}

static guint count_lines(const char *text)
{
    guint n = 1;
    for (const char *p = text; (p = strchr(p, '\n')); p++)
        n++;
    return n;
}

char *fh_junit_share_take_text(const struct fh_junit_share *share, char *text)
{
    if (strlen(text) <= share->max_text)
        return text;
    const char *end = g_strrstr_len(text, (gssize)share->max_text, "\n");
    g_autofree char *start = end ? g_strndup(text, (gsize)(end - text)) : g_strdup("");
    char *cut = g_strdup_printf("%s\n… %u more lines: report.json has them all", start,
                                count_lines(end ? end + 1 : text));
    g_free(text);
    return cut;
}
