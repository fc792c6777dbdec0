// SPDX-License-Identifier: MIT
#include "base/source.h"

void fh_source_free(struct fh_source *source)
{
    if (!source)
        return;
    g_free(source->path);
    g_free(source->text);
    g_array_unref(source->line_starts);
    g_free(source);
}

guint fh_source_line(const struct fh_source *source, guint32 offset)
{
    guint low = 0;
    guint high = source->line_starts->len;
    while (high - low > 1) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(source->line_starts, guint32, middle) <= offset)
            low = middle;
        else
            high = middle;
    }
    return low + 1;
}

struct fh_position fh_source_position(const struct fh_source *source, guint32 offset)
{
    struct fh_position position = {.line = fh_source_line(source, offset), .column = 1};
    guint32 at = g_array_index(source->line_starts, guint32, position.line - 1);
    for (; at < offset && at < source->size && source->text[at] != '\n'; at++)
        if ((source->text[at] & 0xC0) != 0x80)
            position.column++;
    /* Inside a character: its own column. */
    if (at == offset && at < source->size && (source->text[at] & 0xC0) == 0x80)
        position.column--;
    return position;
}
