// SPDX-License-Identifier: MIT
#include "report/html/source_excerpts.h"

#include <string.h>

#include "model/finding.h"
#include "model/report.h"
#include "model/result.h"
#include "model/stack.h"
#include "report/shared/redact.h"
#include "report/text/excerpts.h"
#include "report/text/stacks.h"

struct file {
    char *shown, *path;
    gboolean is_ambiguous; /* `shown` stands for other files, too */
    GHashTable *lines;     /* of numbers */
};

struct cited {
    const struct fh_report *report; /* borrowed */
    struct fh_excerpts *excerpts;
    GHashTable *by_shown; /* char * -> struct file *; both borrowed from `files` */
    GPtrArray *files;     /* struct file *, in the order in which the report names them */
    guint n_lines;
};

static void free_file(gpointer item)
{
    struct file *file = item;
    g_free(file->shown);
    g_free(file->path);
    g_hash_table_unref(file->lines);
    g_free(file);
}

static void cited_init(struct cited *cited, const struct fh_report *report)
{
    *cited = (struct cited){.report = report, .excerpts = fh_excerpts_new()};
    cited->by_shown = g_hash_table_new(g_str_hash, g_str_equal);
    cited->files = g_ptr_array_new_with_free_func(free_file);
}

static void cited_finish(struct cited *cited)
{
    g_hash_table_unref(cited->by_shown);
    g_ptr_array_unref(cited->files);
    fh_excerpts_free(cited->excerpts);
}

/* A log made elsewhere may name any file of this machine. */
static gboolean is_source_name(const char *path)
{
    static const char *const endings[] = {".rs",  ".c",   ".h",   ".cc", ".cpp", ".cxx",
                                          ".hpp", ".hxx", ".scn", ".C",  ".inl", ".hh"};
    for (guint i = 0; i < G_N_ELEMENTS(endings); i++)
        if (g_str_has_suffix(path, endings[i]))
            return TRUE;
    return FALSE;
}

static struct file *add_file(struct cited *cited, const char *shown, const char *path)
{
    if (cited->files->len >= FH_SOURCE_EXCERPTS_FILES || !is_source_name(path))
        return NULL;
    struct file *file = g_new0(struct file, 1);
    file->shown = g_strdup(shown);
    file->path = g_strdup(path);
    file->lines = g_hash_table_new(NULL, NULL);
    g_ptr_array_add(cited->files, file);
    g_hash_table_insert(cited->by_shown, file->shown, file);
    return file;
}

static struct file *file_of(struct cited *cited, const char *shown, const char *path)
{
    struct file *file = g_hash_table_lookup(cited->by_shown, shown);
    if (!file)
        return add_file(cited, shown, path);
    file->is_ambiguous |= !g_str_equal(file->path, path);
    return file;
}

static void cite_line(struct cited *cited, struct file *file, guint line)
{
    if (file && line > 0 && cited->n_lines < FH_SOURCE_EXCERPTS_LINES &&
        g_hash_table_add(file->lines, GUINT_TO_POINTER(line)))
        cited->n_lines++;
}

static void cite_around(struct cited *cited, struct file *file, guint line)
{
    for (guint i = MAX(line, FH_SOURCE_EXCERPTS_AROUND + 1) - FH_SOURCE_EXCERPTS_AROUND;
         i <= line + FH_SOURCE_EXCERPTS_AROUND; i++)
        cite_line(cited, file, i);
}

/* From its first line to the brace that ends it. */
static void cite_scenario(struct cited *cited, struct file *file, guint first)
{
    for (guint line = first; line > 0 && line < first + FH_SOURCE_EXCERPTS_OF_SCENARIO; line++) {
        g_autofree char *text = fh_excerpts_line(cited->excerpts, file->path, line);
        if (text)
            cite_line(cited, file, line);
        if (!text || *text == '}')
            return;
    }
}

static gboolean is_shown_directory(const struct cited *cited, const char *directory)
{
    return directory && !(cited->report->is_deterministic && g_path_is_absolute(directory));
}

/* `shown` is what report.json's members "directory" and "file" make together. */
static struct file *file_of_frame(struct cited *cited, const struct fh_frame *frame)
{
    const gboolean is_below = frame->directory && !g_path_is_absolute(frame->file);
    g_autofree char *path =
        is_below ? g_build_filename(frame->directory, frame->file, NULL) : g_strdup(frame->file);
    g_autofree char *name = fh_redact_path(cited->report, frame->file);
    g_autofree char *shown = is_below && is_shown_directory(cited, frame->directory)
                                 ? g_strconcat(frame->directory, "/", name, NULL)
                                 : g_steal_pointer(&name);
    g_autofree char *valid = g_utf8_make_valid(shown, -1);
    return file_of(cited, valid, path);
}

static void cite_stack(struct cited *cited, const struct fh_stack *stack)
{
    const guint outermost = fh_stack_outermost_step(stack);
    for (guint i = 0; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        if (fh_frame_group(stack, i, outermost) == FH_FRAME_USER && frame->file && frame->line > 0)
            cite_around(cited, file_of_frame(cited, frame), frame->line);
    }
}

static void cite_findings(struct cited *cited, const struct fh_result *result, struct file *scenario)
{
    for (guint i = 0; i < result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        cite_line(cited, scenario, finding->line);
        for (guint j = 0; j < finding->stacks->len; j++)
            cite_stack(cited, g_ptr_array_index(finding->stacks, j));
    }
}

static void cite_result(struct cited *cited, const struct fh_result *result)
{
    g_autofree char *shown = fh_redact_path(cited->report, result->file);
    struct file *scenario = shown ? file_of(cited, shown, result->file) : NULL;
    if (scenario)
        cite_scenario(cited, scenario, result->line);
    cite_findings(cited, result, scenario);
}

static gint by_number(gconstpointer a, gconstpointer b)
{
    return (GPOINTER_TO_UINT(a) > GPOINTER_TO_UINT(b)) - (GPOINTER_TO_UINT(a) < GPOINTER_TO_UINT(b));
}

static void add_line(const struct fh_json *json, struct cited *cited, const struct file *file, guint line)
{
    g_autofree char *text = fh_excerpts_line(cited->excerpts, file->path, line);
    if (!text)
        return;
    g_autofree char *number = g_strdup_printf("%u", line);
    g_autofree char *clipped = g_utf8_strlen(text, -1) > FH_SOURCE_EXCERPTS_LENGTH
                                   ? g_utf8_substring(text, 0, FH_SOURCE_EXCERPTS_LENGTH)
                                   : NULL;
    fh_json_add_word(json, number, clipped ? clipped : text);
}

static void add_file_lines(const struct fh_json *json, struct cited *cited, const struct file *file)
{
    g_autoptr(GList) lines = g_list_sort(g_hash_table_get_keys(file->lines), by_number);
    fh_json_text_key(json->text, file->shown);
    fh_json_begin(json);
    for (GList *at = lines; at; at = at->next)
        add_line(json, cited, file, GPOINTER_TO_UINT(at->data));
    fh_json_end(json);
}

void fh_source_excerpts_add(const struct fh_json *json)
{
    struct cited cited;
    cited_init(&cited, json->report);
    for (guint i = 0; i < json->report->results->len; i++)
        cite_result(&cited, g_ptr_array_index(json->report->results, i));
    fh_json_name(json, "excerpts");
    fh_json_begin(json);
    for (guint i = 0; i < cited.files->len; i++) {
        const struct file *file = g_ptr_array_index(cited.files, i);
        if (!file->is_ambiguous)
            add_file_lines(json, &cited, file);
    }
    fh_json_end(json);
    cited_finish(&cited);
}
