// SPDX-License-Identifier: MIT
#include "log/last_words.h"

#include <stdio.h>
#include <string.h>

#define PANICKED " panicked at "
#define MAX_TAIL 8         /* lines */
#define MAX_FILE (1 << 18) /* bytes of its end: what comes before a backtrace is in it */

static gboolean begins_another(const char *line)
{
    static const char *const starts[] = {"note: ", "stack backtrace:", "thread '", "thread caused ",
                                         "fatal runtime error: "};
    for (guint i = 0; i < G_N_ELEMENTS(starts); i++)
        if (g_str_has_prefix(line, starts[i]))
            return TRUE;
    return FALSE;
}

/* The message on the lines from `lines` on, joined. */
static char *lines_below(char *const *lines)
{
    GString *message = g_string_new(NULL);
    for (guint i = 0; lines[i] && !begins_another(lines[i]); i++) {
        const char *line = g_strchomp(lines[i]);
        line += strspn(line, " ");
        if (*line != '\0')
            g_string_append_printf(message, "%s%s", message->len > 0 ? " " : "", line);
        if (message->len > FH_LAST_WORDS_MAX)
            break;
    }
    return g_string_free(message, FALSE);
}

/* "'MESSAGE', PLACE", where the message may have lines of its own. NULL: it is not of that form. */
static char *old_form(const char *first, char *const *below)
{
    g_autofree char *more = lines_below(below);
    g_autofree char *whole = g_strconcat(first, *more != '\0' ? " " : "", more, NULL);
    const char *end = strstr(first, "', ");
    const char *place = end ? end : strstr(whole, "', ");
    if (*first != '\'' || !place)
        return NULL;
    const char *text = end ? first : whole;
    g_autofree char *message = g_strndup(text + 1, (gsize)(place - text) - 1);
    const char *where = place + strlen("', ");
    g_autofree char *at = g_strndup(where, strcspn(where, " "));
    return g_strdup_printf("panicked at %s: %s", at, message);
}

static char *new_form(const char *first, char *const *below)
{
    g_autofree char *message = lines_below(below);
    g_autofree char *place = g_strndup(first, strlen(first) - g_str_has_suffix(first, ":"));
    return g_strdup_printf("panicked at %s%s%s", place, *message != '\0' ? ": " : "", message);
}

/* What is said on line `lines[0]`; NULL: nothing. Caller owns. */
static char *words_at(char *const *lines, gboolean *is_panic)
{
    const char *line = g_strchomp(lines[0]);
    const char *at = g_str_has_prefix(line, "thread ") ? strstr(line, PANICKED) : NULL;
    *is_panic = at != NULL;
    if (at) {
        char *old = old_form(at + strlen(PANICKED), lines + 1);
        return old ? old : new_form(at + strlen(PANICKED), lines + 1);
    }
    if (g_str_has_prefix(line, "fatal runtime error: ") ||
        (g_str_has_prefix(line, "memory allocation of ") && strstr(line, " failed")))
        return g_strdup(line);
    return NULL;
}

/* A panic that can't go on panics again, and std gives it up. */
static gboolean is_of_the_panic_before(const char *words)
{
    return strstr(words, "panic in a function that cannot unwind") ||
           strstr(words, "panic in a destructor during cleanup") ||
           (g_str_has_prefix(words, "fatal runtime error: ") && strstr(words, "panic"));
}

static void clip(char **text)
{
    if (g_utf8_strlen(*text, -1) <= FH_LAST_WORDS_MAX)
        return;
    g_autofree char *whole = *text;
    g_autofree char *start = g_utf8_substring(whole, 0, FH_LAST_WORDS_MAX);
    *text = g_strconcat(start, "…", NULL);
}

static gboolean ends_tail(const char *line)
{
    return strstr(line, "panic in a function that cannot unwind") ||
           g_str_has_prefix(line, "thread caused non-unwinding panic") ||
           g_str_has_prefix(line, "fatal runtime error: ") ||
           g_str_has_prefix(line, "AddressSanitizer:DEADLYSIGNAL");
}

/* A hook is called again for the panic that can't go on: what it wrote of the first comes before that. The
 * end of it is nearest to the panic. */
static char *tail_of(char *const *lines)
{
    g_autoptr(GPtrArray) tail = g_ptr_array_new();
    for (guint i = 0; lines[i] && !ends_tail(lines[i]); i++) {
        char *line = g_strstrip(lines[i]);
        if (*line != '\0')
            g_ptr_array_add(tail, line);
    }
    if (tail->len == 0)
        return NULL;
    if (tail->len > MAX_TAIL)
        g_ptr_array_remove_range(tail, 0, tail->len - MAX_TAIL);
    g_ptr_array_add(tail, NULL);
    char *text = g_strjoinv(" ", (char **)tail->pdata);
    const glong length = g_utf8_strlen(text, -1);
    if (length <= FH_LAST_WORDS_MAX)
        return text;
    g_autofree char *whole = text;
    return g_strconcat("…", g_utf8_offset_to_pointer(whole, length - FH_LAST_WORDS_MAX), NULL);
}

void fh_last_words_clear(struct fh_last_words *words)
{
    g_clear_pointer(&words->text, g_free);
    g_clear_pointer(&words->tail, g_free);
}

struct fh_last_words fh_last_words_find(const char *said)
{
    struct fh_last_words last = {0};
    g_autofree char *valid = g_utf8_make_valid(said, -1);
    g_auto(GStrv) lines = g_strsplit(valid, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        gboolean is_panic;
        char *words = words_at(lines + i, &is_panic);
        if (!words || (last.text && last.is_panic && is_of_the_panic_before(words))) {
            g_free(words);
            continue;
        }
        g_free(last.text);
        last = (struct fh_last_words){words, is_panic, NULL};
    }
    if (!last.is_panic)
        last.tail = tail_of(lines);
    if (last.text)
        clip(&last.text);
    return last;
}

struct fh_last_words fh_last_words_of(const char *before, const char *last)
{
    g_autofree char *said = g_strconcat(before, "\n", last, NULL);
    return fh_last_words_find(said);
}

struct fh_last_words fh_last_words_in_file(const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return (struct fh_last_words){0};
    if (fseek(file, -(long)MAX_FILE, SEEK_END) != 0)
        rewind(file);
    g_autofree char *said = g_malloc(MAX_FILE + 1);
    const gsize size = fread(said, 1, MAX_FILE, file);
    fclose(file);
    for (gsize i = 0; i < size; i++)
        said[i] = said[i] != '\0' ? said[i] : ' ';
    said[size] = '\0';
    return fh_last_words_find(said);
}
