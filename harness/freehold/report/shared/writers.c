// SPDX-License-Identifier: MIT
#include "report/shared/writers.h"

#include "base/error.h"

static const struct fh_writer *const writers[] = {
    &fh_json_writer,  &fh_text_writer,         &fh_tap_writer,    &fh_html_writer,     &fh_junit_writer,
    &fh_sarif_writer, &fh_code_quality_writer, &fh_github_writer, &fh_markdown_writer, NULL,
};

const struct fh_writer *const *fh_writers(void)
{
    return writers;
}

const struct fh_writer *fh_writer_by_name(const char *name)
{
    for (guint i = 0; writers[i]; i++)
        if (g_strcmp0(writers[i]->name, name) == 0)
            return writers[i];
    return NULL;
}

/* "text, tap, …": what --format may name. Caller owns; free with g_free(). */
static char *terminal_names(void)
{
    GString *names = g_string_new(NULL);
    for (guint i = 0; writers[i]; i++)
        if (writers[i]->is_printed)
            g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", writers[i]->name);
    return g_string_free(names, FALSE);
}

const struct fh_writer *fh_writer_for_terminal(const char *name, GError **error)
{
    const struct fh_writer *writer = fh_writer_by_name(name);
    if (writer && writer->is_printed)
        return writer;
    g_autofree char *names = terminal_names();
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "unknown format '%s'; there are: %s", name, names);
    return NULL;
}
