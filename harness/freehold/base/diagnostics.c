// SPDX-License-Identifier: MIT
#include "base/diagnostics.h"

#include <string.h>

#include "base/excerpt.h"

enum {
    LONGEST_NAME = 64, /* for fh_closest_name() */
    MAX_MESSAGE = 300, /* characters */
};

static void free_diagnostic(gpointer data)
{
    struct fh_diagnostic *diagnostic = data;
    g_free(diagnostic->path);
    g_free(diagnostic->message);
    g_free(diagnostic->excerpt);
    g_free(diagnostic->help);
    g_free(diagnostic);
}

struct fh_diagnostics *fh_diagnostics_new(void)
{
    struct fh_diagnostics *diagnostics = g_new0(struct fh_diagnostics, 1);
    diagnostics->items = g_ptr_array_new_with_free_func(free_diagnostic);
    return diagnostics;
}

void fh_diagnostics_free(struct fh_diagnostics *diagnostics)
{
    if (!diagnostics)
        return;
    g_ptr_array_unref(diagnostics->items);
    g_free(diagnostics);
}

static guint count_in_file(const struct fh_diagnostics *diagnostics, const char *path)
{
    guint count = 0;
    for (guint i = 0; i < diagnostics->items->len; i++) {
        const struct fh_diagnostic *diagnostic = g_ptr_array_index(diagnostics->items, i);
        if (strcmp(diagnostic->path, path) == 0)
            count++;
    }
    return count;
}

static char *make_visible(const char *text)
{
    GString *visible = g_string_new(NULL);
    fh_excerpt_append_visible(visible, text, strlen(text));
    return g_string_free(visible, FALSE);
}

static struct fh_diagnostic *append(struct fh_diagnostics *diagnostics, const struct fh_source *source,
                                    guint32 offset, const char *message)
{
    struct fh_diagnostic *diagnostic = g_new0(struct fh_diagnostic, 1);
    diagnostic->path = g_strdup(source->path);
    diagnostic->position = fh_source_position(source, offset);
    diagnostic->message = make_visible(message);
    g_ptr_array_add(diagnostics->items, diagnostic);
    return diagnostic;
}

/* A name of a megabyte is in the source; the message needs only enough to know it by. */
static char *shorten(const char *message)
{
    if (g_utf8_strlen(message, -1) <= MAX_MESSAGE)
        return g_strdup(message);
    g_autofree char *start = g_utf8_substring(message, 0, MAX_MESSAGE);
    return g_strconcat(start, "...", NULL);
}

void fh_diagnostics_add(struct fh_diagnostics *diagnostics, const struct fh_source *source,
                        struct fh_span span, const char *help, const char *format, ...)
{
    guint before = count_in_file(diagnostics, source->path);
    if (before > FH_DIAGNOSTICS_MAX)
        return;
    if (before == FH_DIAGNOSTICS_MAX) {
        append(diagnostics, source, span.offset, "there are more errors from here on; they are not shown");
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *whole = g_strdup_vprintf(format, arguments);
    g_autofree char *message = shorten(whole);
    va_end(arguments);
    struct fh_diagnostic *diagnostic = append(diagnostics, source, span.offset, message);
    diagnostic->excerpt = fh_excerpt_render(source, span);
    diagnostic->help = help ? make_visible(help) : NULL;
}

char *fh_diagnostics_to_text(const struct fh_diagnostics *diagnostics)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < diagnostics->items->len; i++) {
        const struct fh_diagnostic *diagnostic = g_ptr_array_index(diagnostics->items, i);
        g_autofree char *path = g_filename_display_name(diagnostic->path);
        g_string_append_printf(text, "%s:%u:%u: error: %s\n", path, diagnostic->position.line,
                               diagnostic->position.column, diagnostic->message);
        if (diagnostic->excerpt)
            g_string_append_printf(text, "%s\n", diagnostic->excerpt);
        if (diagnostic->help)
            g_string_append_printf(text, "  help: %s\n", diagnostic->help);
    }
    return g_string_free(text, FALSE);
}

/* Edits (insert, delete, replace, swap of neighbours) from `a` to `b`, both at most LONGEST_NAME long. */
static guint edit_distance(const char *a, const char *b)
{
    guint rows[3][LONGEST_NAME + 1];
    guint *two_up = rows[0], *up = rows[1], *row = rows[2];
    gsize width = strlen(b);
    for (guint j = 0; j <= width; j++)
        up[j] = j;
    for (guint i = 1; a[i - 1] != '\0'; i++) {
        row[0] = i;
        for (guint j = 1; j <= width; j++) {
            guint replaced = up[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = MIN(replaced, 1 + MIN(up[j], row[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = MIN(row[j], two_up[j - 2] + 1);
        }
        guint *recycled = two_up;
        two_up = up;
        up = row;
        row = recycled;
    }
    return up[width];
}

const char *fh_closest_name(const char *name, const char *const *candidates)
{
    gsize length = strlen(name);
    if (length == 0 || length > LONGEST_NAME)
        return NULL;
    const char *closest = NULL;
    /* A third of the name may differ: `fre` is `free`, `x` is nothing. */
    guint best = (guint)(length + 1) / 3 + 1;
    for (; *candidates; candidates++) {
        if (g_ascii_strcasecmp(name, *candidates) == 0)
            return *candidates;
        if (strlen(*candidates) > LONGEST_NAME)
            continue;
        guint distance = edit_distance(name, *candidates);
        if (distance < best && distance < strlen(*candidates)) {
            best = distance;
            closest = *candidates;
        }
    }
    return closest;
}
