// SPDX-License-Identifier: MIT
#include "report/machine/json_document.h"

#include "report/shared/redact.h"

void fh_json_name(const struct fh_json *json, const char *name)
{
    fh_json_text_name(json->text, name);
}

void fh_json_value(const struct fh_json *json, const char *valid)
{
    fh_json_text_string(json->text, valid);
}

void fh_json_number(const struct fh_json *json, gint64 number)
{
    fh_json_text_number(json->text, number);
}

/* Most text is ASCII. */
static gboolean is_valid(const char *text)
{
    while (*text > 0)
        text++;
    return *text == '\0' || g_utf8_validate(text, -1, NULL);
}

void fh_json_add_word(const struct fh_json *json, const char *name, const char *word)
{
    g_autofree char *valid = !word || is_valid(word) ? NULL : g_utf8_make_valid(word, -1);
    fh_json_name(json, name);
    fh_json_value(json, valid ? valid : word);
}

/* Is it shown as it is? */
static gboolean is_shown(const struct fh_json *json, const char *text)
{
    return !json->report->is_deterministic && (!text || is_valid(text));
}

void fh_json_add_text(const struct fh_json *json, const char *name, const char *text)
{
    g_autofree char *shown = is_shown(json, text) ? NULL : fh_redact_text(json->report, text);
    fh_json_name(json, name);
    fh_json_value(json, shown ? shown : text);
}

void fh_json_add_path(const struct fh_json *json, const char *name, const char *path)
{
    g_autofree char *shown = is_shown(json, path) ? NULL : fh_redact_path(json->report, path);
    fh_json_name(json, name);
    fh_json_value(json, shown ? shown : path);
}

void fh_json_add_count(const struct fh_json *json, const char *name, guint64 count)
{
    fh_json_name(json, name);
    fh_json_number(json, (gint64)MIN(count, (guint64)G_MAXINT64));
}

void fh_json_add_flag(const struct fh_json *json, const char *name, gboolean flag)
{
    fh_json_name(json, name);
    fh_json_text_flag(json->text, flag);
}

void fh_json_add_line(const struct fh_json *json, guint line)
{
    if (line != 0)
        fh_json_add_count(json, "line", line);
    else
        fh_json_add_word(json, "line", NULL);
}

void fh_json_add_address(const struct fh_json *json, guint64 address)
{
    if (address == 0 || json->report->is_deterministic)
        return;
    char text[24];
    g_snprintf(text, sizeof(text), "0x%" G_GINT64_MODIFIER "x", address);
    fh_json_add_word(json, "address", text);
}

void fh_json_add_duration(const struct fh_json *json, guint64 duration_us)
{
    if (!json->report->is_deterministic)
        fh_json_add_count(json, "duration_us", duration_us);
}

void fh_json_add_list(const struct fh_json *json, const char *name, const GPtrArray *items, fh_json_item add)
{
    fh_json_name(json, name);
    fh_json_begin_list(json);
    for (guint i = 0; i < items->len; i++)
        add(json, g_ptr_array_index(items, i));
    fh_json_end_list(json);
}

void fh_json_text_item(const struct fh_json *json, gconstpointer item)
{
    g_autofree char *shown = fh_redact_text(json->report, item);
    fh_json_value(json, shown);
}

gboolean fh_json_begin_known(const struct fh_json *json, const char *name, gboolean is_known)
{
    fh_json_name(json, name);
    if (is_known)
        fh_json_begin(json);
    else
        fh_json_value(json, NULL);
    return is_known;
}

void fh_json_begin(const struct fh_json *json)
{
    fh_json_text_begin(json->text, '{');
}

void fh_json_end(const struct fh_json *json)
{
    fh_json_text_end(json->text, '}');
}

void fh_json_begin_list(const struct fh_json *json)
{
    fh_json_text_begin(json->text, '[');
}

void fh_json_end_list(const struct fh_json *json)
{
    fh_json_text_end(json->text, ']');
}

gboolean fh_json_write(const struct fh_json *json, GOutputStream *out, GError **error)
{
    return fh_json_text_write(json->text, out, error) &&
           g_output_stream_write_all(out, "\n", 1, NULL, NULL, error);
}
