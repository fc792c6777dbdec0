// SPDX-License-Identifier: MIT
#include "command/results_file.h"

#include "base/write_text.h"

void fh_results_add_text(JsonBuilder *json, const char *name, const char *text)
{
    if (!text)
        return;
    json_builder_set_member_name(json, name);
    json_builder_add_string_value(json, text);
}

void fh_results_add_number(JsonBuilder *json, const char *name, gint64 number)
{
    json_builder_set_member_name(json, name);
    json_builder_add_int_value(json, number);
}

void fh_results_add_texts(JsonBuilder *json, const char *name, const GPtrArray *texts)
{
    json_builder_set_member_name(json, name);
    json_builder_begin_array(json);
    for (guint i = 0; i < texts->len; i++)
        json_builder_add_string_value(json, g_ptr_array_index(texts, i));
    json_builder_end_array(json);
}

gboolean fh_results_write(JsonBuilder *json, const char *path, GError **error)
{
    g_autoptr(JsonNode) root = json_builder_get_root(json);
    g_autofree char *text = json_to_string(root, TRUE);
    g_autofree char *line = g_strconcat(text, "\n", NULL);
    return fh_write_text(path, line, error);
}
