// SPDX-License-Identifier: MIT
#include "log/ends.h"

#include <string.h>

struct fh_log_ends {
    GPtrArray *words, *shells; /* char *: one for each end */
    GPtrArray *unseen;         /* char *: borrowed from those */
    guint seen;
    gboolean is_among_words; /* no tool has spoken since the last of them */
};

struct fh_log_ends *fh_log_ends_new(void)
{
    struct fh_log_ends *ends = g_new0(struct fh_log_ends, 1);
    ends->words = g_ptr_array_new_with_free_func(g_free);
    ends->shells = g_ptr_array_new_with_free_func(g_free);
    ends->unseen = g_ptr_array_new();
    return ends;
}

void fh_log_ends_free(struct fh_log_ends *ends)
{
    if (!ends)
        return;
    g_ptr_array_unref(ends->words);
    g_ptr_array_unref(ends->shells);
    g_ptr_array_unref(ends->unseen);
    g_free(ends);
}

void fh_log_ends_add_tools(struct fh_log_ends *ends, const char *text)
{
    ends->is_among_words = FALSE;
    if (g_str_has_prefix(text, " Process terminating with default action of signal ") ||
        g_str_equal(text, "ABORTING"))
        ends->seen++;
}

void fh_log_ends_add_document(struct fh_log_ends *ends, const char *document)
{
    if (strstr(document, "<fatal_signal>"))
        ends->seen++;
}

void fh_log_ends_add_mark(struct fh_log_ends *ends, enum fh_log_mark_kind kind, char *take_what)
{
    if (kind == FH_LOG_MARK_WORDS && ends->is_among_words) {
        g_free(take_what);
        return;
    }
    ends->is_among_words = kind == FH_LOG_MARK_WORDS;
    g_ptr_array_add(kind == FH_LOG_MARK_WORDS ? ends->words : ends->shells, take_what);
}

static void add_unseen(struct fh_log_ends *ends, const GPtrArray *marks)
{
    for (guint i = ends->seen; i < marks->len; i++)
        g_ptr_array_add(ends->unseen, g_ptr_array_index(marks, i));
}

const GPtrArray *fh_log_ends_unseen(struct fh_log_ends *ends)
{
    g_ptr_array_set_size(ends->unseen, 0);
    add_unseen(ends, ends->words);
    add_unseen(ends, ends->shells);
    return ends->unseen;
}
