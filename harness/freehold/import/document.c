// SPDX-License-Identifier: MIT
#include "import/document.h"

#include <string.h>

#include "base/error.h"
#include "base/excerpt.h"

#define SHOWN_BYTES 60
#define WORDS_BYTES 400 /* of json-glib, which repeats what it does not understand */
#define MAX_INTEGER "9223372036854775807"
#define MIN_INTEGER "9223372036854775808" /* after a '-' */

static char *visible(const char *text, gsize max)
{
    GString *shown = g_string_new(NULL);
    gsize size = strlen(text);
    fh_excerpt_append_visible(shown, text, MIN(size, max));
    if (size > max)
        g_string_append(shown, "…");
    return g_string_free(shown, FALSE);
}

char *fh_document_visible(const char *text)
{
    return visible(text, SHOWN_BYTES);
}

/* The text, on the way to its end. */
struct scan {
    const char *at, *end;
    guint depth;
    gboolean is_over; /* the object is closed */
};

/* What is wrong with a string that begins at `at`; NULL: nothing, and `at` is behind it. */
static const char *scan_string(struct scan *scan)
{
    for (scan->at++; scan->at < scan->end; scan->at++) {
        if ((guchar)*scan->at < ' ')
            return "a string that is not closed on its line";
        if (*scan->at == '"') {
            scan->at++;
            return NULL;
        }
        if (*scan->at != '\\')
            continue;
        if (scan->end - scan->at >= 6 && strncmp(scan->at, "\\u0000", 6) == 0)
            return "a NUL character in a string";
        scan->at++;
    }
    return "a string that is not closed";
}

/* json-glib would make another number of it. */
static const char *scan_digits(struct scan *scan, gboolean is_negative)
{
    const char *begin = scan->at;
    while (scan->at < scan->end && g_ascii_isdigit(*scan->at))
        scan->at++;
    gsize length = (gsize)(scan->at - begin);
    const char *limit = is_negative ? MIN_INTEGER : MAX_INTEGER;
    gboolean is_too_large =
        length > strlen(limit) || (length == strlen(limit) && strncmp(begin, limit, length) > 0);
    return is_too_large ? "a number that is too large" : NULL;
}

static const char *scan_mark(struct scan *scan)
{
    char mark = *scan->at++;
    if (scan->is_over)
        return "something behind its end";
    if (scan->depth == 0 && mark != '{')
        return "no '{' where it should begin";
    if (mark == '{' || mark == '[')
        return ++scan->depth > FH_DOCUMENT_DEPTH ? "deeper nesting than freehold writes" : NULL;
    if (mark == '}' || mark == ']')
        scan->is_over = --scan->depth == 0;
    else if (!strchr(",:+-.", mark) && !g_ascii_isalnum(mark))
        return "a character that JSON does not have there";
    return NULL;
}

static const char *scan_next(struct scan *scan)
{
    gboolean is_inside = scan->depth > 0 && !scan->is_over;
    if (g_ascii_isspace(*scan->at)) {
        scan->at++;
        return NULL;
    }
    if (is_inside && *scan->at == '"')
        return scan_string(scan);
    if (is_inside && g_ascii_isdigit(*scan->at))
        return scan_digits(scan, scan->at[-1] == '-');
    return scan_mark(scan);
}

static guint line_of(const char *bytes, const char *place)
{
    guint line = 1;
    for (const char *at = bytes; at < place; at++)
        line += *at == '\n';
    return line;
}

static gboolean scan_text(const char *path, const char *bytes, gsize size, GError **error)
{
    struct scan scan = {.at = bytes, .end = bytes + size};
    const char *problem = NULL, *invalid = NULL;
    if (!g_utf8_validate(bytes, (gssize)size, &invalid)) {
        scan.at = invalid;
        problem = "bytes that are not UTF-8, or a NUL";
    }
    while (!problem && scan.at < scan.end)
        problem = scan_next(&scan);
    if (!problem && !scan.is_over)
        problem = scan.depth > 0 ? "its end is missing" : "it is empty";
    if (problem)
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "%s:%u: this is no whole file of freehold's: %s; make it again", path,
                    line_of(bytes, MIN(scan.at, scan.end)), problem);
    return !problem;
}

/* How many members each object has got so far: an object that did not grow by its last had that one before.
 */
struct census {
    GHashTable *counts; /* JsonObject * -> guint */
    char *twice;        /* the first name that an object has twice; NULL: none */
};

static void count_member(JsonParser *parser, JsonObject *object, const char *name, gpointer data)
{
    (void)parser;
    struct census *census = data;
    guint count = GPOINTER_TO_UINT(g_hash_table_lookup(census->counts, object)) + 1;
    g_hash_table_insert(census->counts, object, GUINT_TO_POINTER(count));
    if (count != json_object_get_size(object) && !census->twice)
        census->twice = fh_document_visible(name);
}

static gboolean load(JsonParser *parser, const char *path, const char *bytes, gsize size, GError **error)
{
    g_autoptr(GError) inner = NULL;
    if (json_parser_load_from_data(parser, bytes, (gssize)size, &inner) && json_parser_get_root(parser))
        return TRUE;
    const char *what = inner ? inner->message : "nothing";
    what += g_str_has_prefix(what, "<data>:") ? strlen("<data>") : 0;
    g_autofree char *words = visible(what, WORDS_BYTES);
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s%s%s; make it again", path, *what == ':' ? "" : ": ",
                words);
    return FALSE;
}

JsonNode *fh_document_parse(const char *path, const char *bytes, gsize size, GError **error)
{
    if (!scan_text(path, bytes, size, error))
        return NULL;
    g_autoptr(JsonParser) parser = json_parser_new();
    struct census census = {.counts = g_hash_table_new(NULL, NULL)};
    g_signal_connect(parser, "object-member", G_CALLBACK(count_member), &census);
    JsonNode *root = load(parser, path, bytes, size, error) ? json_parser_steal_root(parser) : NULL;
    if (root && census.twice) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s: an object has the member '%s' twice; make it again",
                    path, census.twice);
        g_clear_pointer(&root, json_node_unref);
    }
    g_hash_table_unref(census.counts);
    g_free(census.twice);
    return root;
}
