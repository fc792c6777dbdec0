// SPDX-License-Identifier: MIT
#include "report/text/excerpts.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/source.h"
#include "report/shared/printable.h"

struct fh_excerpts {
    GHashTable *files; /* char * path -> GPtrArray of its lines, NULL when it can't be read */
};

static void free_lines(gpointer lines)
{
    if (lines)
        g_ptr_array_unref(lines);
}

struct fh_excerpts *fh_excerpts_new(void)
{
    struct fh_excerpts *excerpts = g_new0(struct fh_excerpts, 1);
    excerpts->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_lines);
    return excerpts;
}

void fh_excerpts_free(struct fh_excerpts *excerpts)
{
    if (!excerpts)
        return;
    g_hash_table_unref(excerpts->files);
    g_free(excerpts);
}

/* Only regular files: a report may name a pipe or a device. And only texts. */
static char *read_text(const char *path)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    GStatBuf status;
    char *text = NULL;
    gsize size = 0;
    if (g_stat(path, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size > FH_SOURCE_MAX_SIZE ||
        !g_file_get_contents(path, &text, &size, NULL))
        return NULL;
    if (strlen(text) != size)
        g_clear_pointer(&text, g_free);
    else if (g_str_has_prefix(text, byte_order_mark))
        memmove(text, text + strlen(byte_order_mark), size + 1 - strlen(byte_order_mark));
    return text;
}

static GPtrArray *read_lines(const char *path)
{
    g_autofree char *text = read_text(path);
    if (!text)
        return NULL;
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    for (const char *at = text; *at != '\0';) {
        const gsize length = strcspn(at, "\n");
        const gsize is_crlf = length > 0 && at[length - 1] == '\r';
        g_ptr_array_add(lines, g_strndup(at, length - is_crlf));
        at += length + (at[length] == '\n');
    }
    return lines;
}

static const GPtrArray *lines_of(struct fh_excerpts *excerpts, const char *path)
{
    gpointer known;
    if (g_hash_table_lookup_extended(excerpts->files, path, NULL, &known))
        return known;
    GPtrArray *lines = read_lines(path);
    g_hash_table_insert(excerpts->files, g_strdup(path), lines);
    return lines;
}

char *fh_excerpts_line(struct fh_excerpts *excerpts, const char *path, guint line)
{
    if (!path || line == 0)
        return NULL;
    const GPtrArray *lines = lines_of(excerpts, path);
    if (!lines || line > lines->len)
        return NULL;
    return fh_printable_source(g_ptr_array_index(lines, line - 1));
}
