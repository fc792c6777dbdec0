// SPDX-License-Identifier: MIT
#include "api/doc_comment.h"

#include <string.h>

#include "api/translation.h"

struct place {
    CXFile file;
    unsigned offset;
};

static struct place expansion_of(CXSourceLocation location)
{
    struct place place;
    clang_getExpansionLocation(location, &place.file, NULL, NULL, &place.offset);
    return place;
}

/* Only the name comes out of a macro: what one macro declares as a whole may be several functions. */
static gboolean find_start(CXCursor cursor, struct place *start)
{
    const struct place name = expansion_of(clang_getCursorLocation(cursor));
    *start = expansion_of(clang_getRangeStart(clang_getCursorExtent(cursor)));
    return start->file && name.file && clang_File_isEqual(start->file, name.file) &&
           start->offset < name.offset;
}

static gsize skip_blanks_back(const char *text, gsize end)
{
    while (end > 0 && g_ascii_isspace(text[end - 1]))
        end--;
    return end;
}

/* Its third or fourth sign is a `<`: it is about what stands before it. */
static gboolean is_of_before(const char *comment, gsize size)
{
    return (size > 2 && comment[2] == '<') || (size > 3 && comment[3] == '<');
}

/* One that ends at `end`, which is one of C's. Where it begins; `end`: it does not. */
static gsize block_comment(const char *text, gsize end)
{
    gsize at = end - 2;
    while (at > 1 && strncmp(text + at - 2, "/*", 2) != 0)
        at--;
    return at > 1 && !is_of_before(text + at - 2, end - at + 2) ? at - 2 : end;
}

static gsize line_start(const char *text, gsize end)
{
    while (end > 0 && text[end - 1] != '\n')
        end--;
    while (text[end] == ' ' || text[end] == '\t')
        end++;
    return end;
}

/* Lines of comments up to `end`. */
static gsize line_comments(const char *text, gsize end)
{
    gsize start = end;
    for (gsize last = end; last > 0; last = skip_blanks_back(text, start)) {
        const gsize at = line_start(text, last);
        if (at >= last || strncmp(text + at, "//", 2) != 0 || is_of_before(text + at, last - at))
            break;
        start = at;
    }
    return start;
}

static gsize comment_start(const char *text, gsize end)
{
    return end > 3 && strncmp(text + end - 2, "*/", 2) == 0 ? block_comment(text, end)
                                                            : line_comments(text, end);
}

static char *comment_before(CXCursor cursor, char **path, guint *line)
{
    struct place start;
    gsize size;
    if (!find_start(cursor, &start))
        return NULL;
    const CXTranslationUnit unit = clang_Cursor_getTranslationUnit(cursor);
    const char *text = clang_getFileContents(unit, start.file, &size);
    if (!text || start.offset > size)
        return NULL;
    const gsize end = skip_blanks_back(text, start.offset), begin = comment_start(text, end);
    if (begin == end)
        return NULL;
    fh_clang_position(clang_getLocationForOffset(unit, start.file, (unsigned)begin), path, line, NULL);
    return g_utf8_make_valid(text + begin, (gssize)(end - begin));
}

char *fh_doc_comment(CXCursor cursor, char **path, guint *line)
{
    g_autofree char *text = fh_clang_text(clang_Cursor_getRawCommentText(cursor));
    if (text[0] == '\0')
        return comment_before(cursor, path, line);
    fh_clang_position(clang_getRangeStart(clang_Cursor_getCommentRange(cursor)), path, line, NULL);
    return g_utf8_make_valid(text, -1);
}
