// SPDX-License-Identifier: MIT
#include "api/contract_file.h"

#include <string.h>

#include "api/contract.h"
#include "api/lookup.h"
#include "api/model.h"
#include "base/diagnostics.h"
#include "base/error.h"

struct reading {
    struct fh_api *api;
    const char *path;
    GString *problems;
    struct fh_doc doc; /* of the function at hand; `function` NULL: none */
    GString *text;     /* of its lines */
    GHashTable *begun; /* struct fh_function * -> the line where it begins */
};

static gboolean is_blank(const char *line)
{
    return line[strspn(line, " \t\r")] == '\0';
}

G_GNUC_PRINTF(3, 4)
static void problem(const struct reading *reading, guint line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_string_append_printf(reading->problems, "%s%s:%u: error: %s", reading->problems->len > 0 ? "\n" : "",
                           reading->path, line, message);
}

/* What stands in a comment may be anything; the line stays, so that numbers hold. */
static void cut_comment(char *line)
{
    for (char *hash = strchr(line, '#'); hash; hash = strchr(hash + 1, '#'))
        if (hash == line || g_ascii_isspace(hash[-1])) {
            *hash = '\0';
            return;
        }
}

static void finish_function(struct reading *reading)
{
    if (reading->doc.function) {
        reading->doc.text = reading->text->str;
        fh_contract_read(reading->api, &reading->doc, reading->problems);
    }
    reading->doc.function = NULL;
    g_string_truncate(reading->text, 0);
}

/* Of two that say the same thing differently, nobody could tell which holds. */
static void begin_known(struct reading *reading, struct fh_function *function, guint number)
{
    guint first = GPOINTER_TO_UINT(g_hash_table_lookup(reading->begun, function));
    if (first > 0)
        problem(reading, number, "'%s:' is there already, in line %u; say there what else there is to say",
                function->name, first);
    else
        g_hash_table_insert(reading->begun, function, GUINT_TO_POINTER(number));
    reading->doc.function = first > 0 ? NULL : function;
    reading->doc.line = number + 1;
}

static void begin_function(struct reading *reading, char *line, guint number)
{
    g_strchomp(line);
    gsize length = strlen(line);
    if (length < 2 || line[length - 1] != ':') {
        problem(reading, number, "expected 'FUNCTION:', and below it, indented, what it says of it");
        return;
    }
    line[length - 1] = '\0';
    struct fh_function *function = g_hash_table_lookup(reading->api->functions, line);
    if (function) {
        begin_known(reading, function, number);
        return;
    }
    const char *close = fh_closest_name(line, fh_api_function_names(reading->api));
    problem(reading, number, "the header declares no function '%s'%s%s%s", line,
            close ? " (did you mean '" : "", close ? close : "", close ? "'?)" : "");
}

static void read_line(struct reading *reading, char *line, guint number)
{
    cut_comment(line);
    if (is_blank(line) || g_ascii_isspace(line[0])) {
        if (reading->doc.function)
            g_string_append_printf(reading->text, "%s\n", line);
        return;
    }
    finish_function(reading);
    begin_function(reading, line, number);
}

/* A NUL byte would hide what comes after it. */
static char *read_text(const char *path, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) cause = NULL;
    gsize size;
    const char *bad;
    if (!g_file_get_contents(path, &text, &size, &cause)) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s; 'contract' of freehold.ini names it",
                    cause->message);
        return NULL;
    }
    if (g_utf8_validate_len(text, size, &bad))
        return g_steal_pointer(&text);
    guint line = 1;
    for (const char *at = text; at < bad; at++)
        line += *at == '\n';
    g_set_error(error, FH_ERROR, FH_ERROR_SCRIPT,
                "%s:%u: error: this is not UTF-8 text; save the file as UTF-8", path, line);
    return NULL;
}

gboolean fh_contract_file_read(struct fh_api *api, const char *path, GError **error)
{
    g_autofree char *text = read_text(path, error);
    if (!text)
        return FALSE;
    g_autoptr(GString) problems = g_string_new(NULL), lines_of_function = g_string_new(NULL);
    g_autofree char *shown = g_strdup(path);
    g_autoptr(GHashTable) begun = g_hash_table_new(NULL, NULL);
    struct reading reading = {
        .api = api, .path = path, .problems = problems, .text = lines_of_function, .begun = begun};
    reading.doc.path = shown;
    reading.doc.is_side_file = TRUE;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++)
        read_line(&reading, lines[i], i + 1);
    finish_function(&reading);
    if (problems->len == 0)
        return TRUE;
    g_set_error_literal(error, FH_ERROR, FH_ERROR_SCRIPT, problems->str);
    return FALSE;
}
