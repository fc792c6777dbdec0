// SPDX-License-Identifier: MIT
#include "program/host_rules_file.h"

#include <string.h>

#include "base/error.h"

/* Where the reader is. */
struct reader {
    const char *file;
    char **lines;
    guint at; /* the next line, from 0 */
};

static void clear_frame(gpointer data)
{
    g_free(((struct fh_rule_frame *)data)->text);
}

static void free_rule(gpointer data)
{
    struct fh_host_rule *rule = data;
    g_free(rule->name);
    g_array_unref(rule->frames);
    g_free(rule);
}

void fh_host_rules_file_free(struct fh_host_rules_file *file)
{
    if (!file)
        return;
    g_free(file->host);
    g_strfreev(file->holds);
    g_strfreev(file->programs);
    g_strfreev(file->objects);
    g_ptr_array_unref(file->rules);
    g_free(file);
}

static gboolean fail(const struct reader *reader, const char *what, GError **error)
{
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s:%u: %s", reader->file, reader->at, what);
    return FALSE;
}

/* The next line that says something, without blanks around it; NULL: the file ends. Borrowed. */
static const char *next_line(struct reader *reader)
{
    while (reader->lines[reader->at]) {
        const char *line = g_strstrip(reader->lines[reader->at++]);
        if (*line != '\0' && *line != '#')
            return line;
    }
    return NULL;
}

static gboolean take_word(const char *line, const char *word, char **text)
{
    g_autofree char *start = g_strdup_printf("# %s: ", word);
    if (!g_str_has_prefix(line, start))
        return FALSE;
    g_free(*text);
    *text = g_strstrip(g_strdup(line + strlen(start)));
    return TRUE;
}

static gboolean read_head(struct reader *reader, struct fh_host_rules_file *file, GError **error)
{
    g_autofree char *programs = NULL, *objects = NULL, *holds = NULL, *seen = NULL;
    for (; reader->lines[reader->at] && *reader->lines[reader->at] == '#'; reader->at++) {
        const char *line = reader->lines[reader->at];
        if (!take_word(line, "host", &file->host) && !take_word(line, "program", &programs) &&
            !take_word(line, "holds", &holds) && !take_word(line, "objects", &objects))
            take_word(line, "seen", &seen);
    }
    if (!file->host || !programs || !objects || !seen)
        return fail(reader, "the head wants lines '# host: ', '# program: ', '# objects: ' and '# seen: '",
                    error);
    file->programs = g_strsplit(programs, " ", -1);
    file->objects = g_strsplit(objects, " ", -1);
    file->holds = holds ? g_strsplit(holds, " ", -1) : NULL;
    file->is_crate = g_str_equal(objects, "crate");
    return TRUE;
}

/* What memcheck calls it → the kind that Freehold makes of it. */
static const struct {
    const char *word;
    enum fh_kind kind;
} kinds[] = {
    {"Memcheck:Leak", FH_KIND_LEAK},
    {"Memcheck:Cond", FH_KIND_UNINITIALISED_USE},
    {"Memcheck:Value8", FH_KIND_UNINITIALISED_USE},
    {"Memcheck:Addr1", FH_KIND_OUT_OF_BOUNDS},
    {"Memcheck:Addr4", FH_KIND_OUT_OF_BOUNDS},
    {"Memcheck:Param", FH_KIND_UNINITIALISED_USE},
    {"Memcheck:Addr8", FH_KIND_OUT_OF_BOUNDS},
};

/* FH_KIND_COUNT: none that is known. */
static enum fh_kind kind_of(const char *line)
{
    for (guint i = 0; line && i < G_N_ELEMENTS(kinds); i++)
        if (g_str_equal(line, kinds[i].word))
            return kinds[i].kind;
    return FH_KIND_COUNT;
}

static gboolean add_frame(const char *line, GArray *frames)
{
    struct fh_rule_frame frame = {FH_FRAME_ANY, NULL};
    if (g_str_has_prefix(line, "fun:") || g_str_has_prefix(line, "obj:")) {
        frame.rule = *line == 'f' ? FH_FRAME_FUNCTION : FH_FRAME_OBJECT;
        frame.text = g_strdup(line + strlen("fun:"));
    } else if (!g_str_equal(line, "...")) {
        return FALSE;
    }
    g_array_append_val(frames, frame);
    return TRUE;
}

static gboolean names_a_frame(const struct fh_host_rule *rule)
{
    for (guint i = 0; i < rule->frames->len; i++)
        if (g_array_index(rule->frames, struct fh_rule_frame, i).rule != FH_FRAME_ANY)
            return TRUE;
    return FALSE;
}

static gboolean read_frames(struct reader *reader, struct fh_host_rule *rule, GError **error)
{
    const char *line = next_line(reader);
    while (line && !g_str_equal(line, "}")) {
        if (!add_frame(line, rule->frames) && !g_str_has_prefix(line, "match-leak-kinds:"))
            return fail(reader, "neither 'fun:', 'obj:' nor '...'", error);
        line = next_line(reader);
    }
    if (!line)
        return fail(reader, "a suppression without an end", error);
    return names_a_frame(rule) ? TRUE : fail(reader, "a suppression without a frame fits everything", error);
}

static gboolean read_rule(struct reader *reader, struct fh_host_rules_file *file, GError **error)
{
    struct fh_host_rule *rule = g_new0(struct fh_host_rule, 1);
    rule->frames = g_array_new(FALSE, FALSE, sizeof(struct fh_rule_frame));
    g_array_set_clear_func(rule->frames, clear_frame);
    g_ptr_array_add(file->rules, rule);
    rule->name = g_strdup(next_line(reader));
    rule->line = reader->at;
    rule->kind = kind_of(next_line(reader));
    if (rule->kind == FH_KIND_COUNT)
        return fail(reader, "no kind that is known, such as Memcheck:Leak", error);
    return read_frames(reader, rule, error);
}

static gboolean read_rules(struct reader *reader, struct fh_host_rules_file *file, GError **error)
{
    for (const char *line = next_line(reader); line; line = next_line(reader)) {
        if (!g_str_equal(line, "{"))
            return fail(reader, "a suppression begins with '{'", error);
        if (!read_rule(reader, file, error))
            return FALSE;
    }
    return TRUE;
}

struct fh_host_rules_file *fh_host_rules_file_read(const char *name, const char *text, GError **error)
{
    fh_auto(fh_host_rules_file) file = g_new0(struct fh_host_rules_file, 1);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    struct reader reader = {name, lines, 0};
    file->rules = g_ptr_array_new_with_free_func(free_rule);
    if (!read_head(&reader, file, error) || !read_rules(&reader, file, error))
        return NULL;
    return g_steal_pointer(&file);
}
