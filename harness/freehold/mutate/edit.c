// SPDX-License-Identifier: MIT
#include "mutate/edit.h"

char *fh_span_text(const struct fh_source *source, struct fh_span span)
{
    return g_strndup(source->text + span.offset, span.length);
}

static void append(GString *text, const struct fh_source *source, guint32 from, guint32 to)
{
    g_string_append_len(text, source->text + from, to - from);
}

static void append_name(GString *text, const char *name)
{
    g_string_append_c(text, '"');
    for (const char *at = name; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            g_string_append_c(text, '\\');
        g_string_append_c(text, *at);
    }
    g_string_append_c(text, '"');
}

char *fh_scenario_edit(const struct fh_source *source, const struct fh_scenario *scenario, const char *name,
                       const struct fh_edit *edit)
{
    GString *text = g_string_new("scenario ");
    guint32 at = scenario->name_span.offset + scenario->name_span.length;
    guint32 end = scenario->span.offset + scenario->span.length;
    append_name(text, name);
    if (edit) {
        append(text, source, at, edit->span.offset);
        g_string_append(text, edit->text);
        at = edit->span.offset + edit->span.length;
    }
    append(text, source, at, end);
    g_string_append_c(text, '\n');
    return g_string_free(text, FALSE);
}
