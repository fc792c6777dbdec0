// SPDX-License-Identifier: MIT
#include "base/source_load.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/excerpt.h"

static const char byte_order_mark[] = "\xEF\xBB\xBF";

static void index_lines(struct fh_source *source)
{
    guint32 start = 0;
    g_array_append_val(source->line_starts, start);
    const char *end = source->text + source->size;
    for (const char *at = source->text; (at = memchr(at, '\n', (gsize)(end - at)));) {
        at++;
        if (at == end)
            break;
        start = (guint32)(at - source->text);
        g_array_append_val(source->line_starts, start);
    }
}

static struct fh_source *copy_text(const char *path, const char *text, gsize size)
{
    struct fh_source *source = g_new0(struct fh_source, 1);
    source->path = g_strdup(path);
    source->text = g_malloc(size + 1);
    if (size > 0)
        memcpy(source->text, text, size);
    source->text[size] = '\0';
    source->size = size;
    source->line_starts = g_array_new(FALSE, FALSE, sizeof(guint32));
    index_lines(source);
    return source;
}

static gboolean fail_at(const struct fh_source *source, guint32 offset, const char *message, const char *help,
                        GError **error)
{
    g_autofree char *path = g_filename_display_name(source->path);
    g_autofree char *excerpt = fh_excerpt_render(source, (struct fh_span){offset, 1});
    struct fh_position position = fh_source_position(source, offset);
    g_set_error(error, FH_ERROR, FH_ERROR_SCRIPT, "%s:%u:%u: error: %s\n%s\n  help: %s", path, position.line,
                position.column, message, excerpt, help);
    return FALSE;
}

static gboolean check_bytes(const struct fh_source *source, GError **error)
{
    const char *bad = NULL;
    if (g_utf8_validate_len(source->text, source->size, &bad))
        return TRUE;
    guint32 offset = (guint32)(bad - source->text);
    if (*bad == '\0')
        return fail_at(source, offset, "NUL byte in the text", "save the file as plain UTF-8 text", error);
    return fail_at(source, offset, "the text is not valid UTF-8 here", "save the file as UTF-8", error);
}

static gboolean check_line_count(const struct fh_source *source, GError **error)
{
    if (source->line_starts->len <= FH_SOURCE_MAX_LINES)
        return TRUE;
    g_autofree char *message = g_strdup_printf("the file has more than %d lines", FH_SOURCE_MAX_LINES);
    guint32 offset = g_array_index(source->line_starts, guint32, FH_SOURCE_MAX_LINES);
    return fail_at(source, offset, message, "split it into several files", error);
}

static gboolean check_size(const char *path, guint64 size, GError **error)
{
    if (size <= FH_SOURCE_MAX_SIZE)
        return TRUE;
    g_autofree char *name = g_filename_display_name(path);
    g_set_error(error, FH_ERROR, FH_ERROR_SCRIPT,
                "%s: the file has %" G_GUINT64_FORMAT " bytes, more than %d; split it", name, size,
                FH_SOURCE_MAX_SIZE);
    return FALSE;
}

static gboolean check_file(const char *path, GError **error)
{
    g_autofree char *name = g_filename_display_name(path);
    struct stat status;
    const char *trouble = NULL;
    if (stat(path, &status) != 0)
        trouble = errno == ENOENT ? "there is no such file; check the path" : g_strerror(errno);
    else if (S_ISDIR(status.st_mode))
        trouble = "this is a folder; name a file in it";
    else if (!S_ISREG(status.st_mode))
        trouble = "this is not a regular file; name a text file";
    else
        return check_size(path, (guint64)status.st_size, error);
    g_set_error(error, FH_ERROR, FH_ERROR_SCRIPT, "%s: cannot be read: %s", name, trouble);
    return FALSE;
}

struct fh_source *fh_source_new(const char *path, const char *text, gsize size, GError **error)
{
    if (!check_size(path, size, error))
        return NULL;
    gsize mark = sizeof byte_order_mark - 1;
    if (size >= mark && memcmp(text, byte_order_mark, mark) == 0) {
        text += mark;
        size -= mark;
    }
    fh_auto(fh_source) source = copy_text(path, text, size);
    if (!check_bytes(source, error) || !check_line_count(source, error))
        return NULL;
    return g_steal_pointer(&source);
}

struct fh_source *fh_source_load(const char *path, GError **error)
{
    if (!check_file(path, error))
        return NULL;
    g_autofree char *text = NULL;
    gsize size = 0;
    g_autoptr(GError) cause = NULL;
    if (!g_file_get_contents(path, &text, &size, &cause)) {
        g_autofree char *name = g_filename_display_name(path);
        g_set_error(error, FH_ERROR, FH_ERROR_SCRIPT, "%s: cannot be read: %s", name, cause->message);
        return NULL;
    }
    return fh_source_new(path, text, size, error);
}
