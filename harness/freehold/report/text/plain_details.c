// SPDX-License-Identifier: MIT
#include "report/text/plain_details.h"

#include <string.h>

#include "report/shared/columns.h"
#include "report/text/details.h"
#include "report/text/stacks.h"

#define MAX_EVIDENCE 120 /* lines */

/* What memory holds, as a string; consumes `out`. */
static char *take_text(GOutputStream *out)
{
    g_output_stream_write_all(out, "", 1, NULL, NULL, NULL);
    g_output_stream_close(out, NULL, NULL);
    g_autofree char *text = g_memory_output_stream_steal_data(G_MEMORY_OUTPUT_STREAM(out));
    g_object_unref(out);
    return g_strchomp(g_strdup(g_str_has_prefix(text, "\n") ? text + 1 : text));
}

/* `finding`: NULL for the whole result. */
static char *body(const struct fh_report *report, struct fh_excerpts *excerpts,
                  const struct fh_result *result, const struct fh_finding *finding)
{
    GOutputStream *out = g_memory_output_stream_new_resizable();
    fh_auto(fh_columns) page = fh_columns_new(out, "", FALSE);
    const struct fh_text_layout layout = {report, page, excerpts};
    if (finding)
        fh_details_show_evidence(&layout, result, finding, 0);
    else
        fh_details_show(&layout, result, 0);
    fh_columns_finish(page, NULL);
    return take_text(out);
}

char *fh_plain_details_of_result(const struct fh_report *report, struct fh_excerpts *excerpts,
                                 const struct fh_result *result)
{
    return body(report, excerpts, result, NULL);
}

/* Cuts `text` after so many lines; says how many more there are. Consumes `text`. */
static char *take_first_lines(char *text, guint n)
{
    char *end = text;
    guint n_more = 1;
    for (guint i = 0; i < n && end; i++)
        end = strchr(i > 0 ? end + 1 : end, '\n');
    if (!end)
        return text;
    for (const char *p = end + 1; (p = strchr(p, '\n')); p++)
        n_more++;
    *end = '\0';
    char *cut = g_strdup_printf("%s\n… %u more line%s", text, n_more, n_more == 1 ? "" : "s");
    g_free(text);
    return cut;
}

char *fh_plain_details_of_evidence(const struct fh_report *report, struct fh_excerpts *excerpts,
                                   const struct fh_result *result, const struct fh_finding *finding)
{
    return take_first_lines(body(report, excerpts, result, finding), MAX_EVIDENCE);
}
