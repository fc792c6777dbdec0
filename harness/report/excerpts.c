// SPDX-License-Identifier: MIT
#include "report/excerpts.h"

#include <string.h>

#include "base/source.h"
#include "report/printable.h"

struct fh_excerpts {
    GHashTable *sources; /* char * path -> struct fh_source *, NULL when it can't be read */
};

static void free_source(gpointer source)
{
    fh_source_free(source);
}

struct fh_excerpts *fh_excerpts_new(void)
{
    struct fh_excerpts *excerpts = g_new0(struct fh_excerpts, 1);
    excerpts->sources = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_source);
    return excerpts;
}

void fh_excerpts_free(struct fh_excerpts *excerpts)
{
    if (excerpts == NULL)
        return;
    g_hash_table_unref(excerpts->sources);
    g_free(excerpts);
}

/* Only regular files: a report may name a pipe or a device. */
static const struct fh_source *source_of(struct fh_excerpts *excerpts, const char *path)
{
    gpointer known;
    if (g_hash_table_lookup_extended(excerpts->sources, path, NULL, &known))
        return known;
    struct fh_source *source = NULL;
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
        source = fh_source_load(path, NULL);
    g_hash_table_insert(excerpts->sources, g_strdup(path), source);
    return source;
}

char *fh_excerpts_line(struct fh_excerpts *excerpts, const char *path, guint line)
{
    if (path == NULL || line == 0)
        return NULL;
    const struct fh_source *source = source_of(excerpts, path);
    if (source == NULL || line > source->line_starts->len)
        return NULL;
    const char *start = source->text + g_array_index(source->line_starts, guint32, line - 1);
    g_autofree char *text = g_strndup(start, strcspn(start, "\r\n"));
    return fh_printable_source(text);
}
