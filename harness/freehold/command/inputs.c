// SPDX-License-Identifier: MIT
#include "command/inputs.h"

#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "command/output.h"
#include "command/version.h"
#include "engine/start_up.h"
#include "import/logs.h"
#include "import/merge.h"
#include "import/read.h"
#include "model/report.h"
#include "model/result.h"
#include "report/shared/writer.h"

static void forget_bytes(struct fh_input *input)
{
    input->bytes = (struct fh_bytes){0};
    g_clear_pointer(&input->file, g_mapped_file_unref);
    g_clear_pointer(&input->own, g_free);
}

static void input_free(gpointer data)
{
    struct fh_input *input = data;
    g_free(input->path);
    g_free(input->engines);
    forget_bytes(input);
    g_free(input);
}

void fh_inputs_free(struct fh_inputs *inputs)
{
    if (!inputs)
        return;
    fh_report_free(inputs->report);
    g_ptr_array_unref(inputs->items);
    g_ptr_array_unref(inputs->files);
    g_free(inputs);
}

static gboolean is_same_file(const char *left, const char *right)
{
    struct stat a, b;
    return stat(left, &a) == 0 && stat(right, &b) == 0 && S_ISREG(a.st_mode) && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

static gboolean is_given_twice(const struct fh_inputs *inputs, const char *path)
{
    for (guint i = 0; i < inputs->items->len; i++)
        if (is_same_file(((const struct fh_input *)g_ptr_array_index(inputs->items, i))->path, path))
            return TRUE;
    return FALSE;
}

static gboolean fail(GError **error, const char *path, const char *what)
{
    g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s: %s", path, what);
    return FALSE;
}

/* The path of the file that `path` means. */
static char *file_of(const char *path, GError **error)
{
    g_autofree char *inner = g_build_filename(path, fh_json_writer.file_name, NULL);
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        fail(error, path, "can't be read: there is no such file; check the path");
        return NULL;
    }
    if (!g_file_test(path, G_FILE_TEST_IS_DIR))
        return g_strdup(path);
    if (g_file_test(inner, G_FILE_TEST_EXISTS))
        return g_steal_pointer(&inner);
    fail(error, path, "a folder without report.json; name one that freehold wrote, a report.json, or logs");
    return NULL;
}

static gboolean read_bytes(struct fh_input *input, GError **error)
{
    g_autoptr(GError) inner = NULL;
    struct stat about;
    if (stat(input->path, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0) {
        input->file = g_mapped_file_new(input->path, FALSE, &inner);
        if (input->file)
            input->bytes = (struct fh_bytes){g_mapped_file_get_contents(input->file),
                                             g_mapped_file_get_length(input->file), TRUE};
    } else if (g_file_get_contents(input->path, &input->own, &input->bytes.size, &inner)) {
        input->bytes.start = input->own;
    }
    return input->bytes.start ? TRUE : fail(error, "can't be read", inner->message);
}

static struct fh_report *read_report(struct fh_input *input, const struct fh_inputs_options *options,
                                     GError **error)
{
    const struct fh_bytes *bytes = &input->bytes;
    if (!fh_report_is_saved(bytes->start, bytes->size))
        return fh_report_of_log(input->path, bytes, options->trusts_logs, error);
    if (bytes->size > FH_REPORT_MAX_SIZE) {
        fail(error, input->path, "larger than any report that freehold reads");
        return NULL;
    }
    struct fh_report *report = fh_report_parse(input->path, bytes->start, bytes->size, FH_VERSION, error);
    forget_bytes(input);
    input->is_saved = TRUE;
    input->is_deterministic = report && report->is_deterministic;
    return report;
}

static char *engine_names(const struct fh_report *report)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < report->engines->len; i++)
        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "",
                               ((const struct fh_engine_info *)g_ptr_array_index(report->engines, i))->name);
    return g_string_free(g_steal_pointer(&names), FALSE);
}

static void add_report(struct fh_inputs *inputs, struct fh_input *input, struct fh_report *take_report)
{
    input->first = inputs->report ? inputs->report->results->len : 0;
    input->n = take_report->results->len;
    input->shard = take_report->shard;
    input->shards = take_report->shards;
    input->engines = engine_names(take_report);
    if (inputs->report)
        fh_report_merge(inputs->report, take_report);
    else
        inputs->report = take_report;
}

static gboolean add_input(struct fh_inputs *inputs, const char *path, const struct fh_inputs_options *options,
                          GError **error)
{
    g_autofree char *file = file_of(path, error);
    if (!file)
        return FALSE;
    if (is_given_twice(inputs, file))
        return fail(error, path, "is given twice");
    struct fh_input *input = g_new0(struct fh_input, 1);
    input->path = g_steal_pointer(&file);
    g_ptr_array_add(inputs->items, input);
    g_ptr_array_add(inputs->files, g_strdup(input->path));
    struct fh_report *report = read_bytes(input, error) ? read_report(input, options, error) : NULL;
    if (report)
        add_report(inputs, input, report);
    return report != NULL;
}

static guint count_shards(const struct fh_inputs *inputs, const struct fh_input *like, guint shard)
{
    guint n = 0;
    for (guint i = 0; i < inputs->items->len; i++) {
        const struct fh_input *input = g_ptr_array_index(inputs->items, i);
        n += input->shards == like->shards && input->shard == shard &&
             g_str_equal(input->engines, like->engines);
    }
    return n;
}

/* Of the parts of a run each must be there, once: else a part would pass for the whole. */
static gboolean are_shards_whole(const struct fh_inputs *inputs, GError **error)
{
    for (guint i = 0; i < inputs->items->len; i++) {
        const struct fh_input *input = g_ptr_array_index(inputs->items, i);
        for (guint shard = 1; shard <= input->shards; shard++) {
            const guint n = count_shards(inputs, input, shard);
            if (n == 1)
                continue;
            g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                        "%s is shard %u of %u (%s), and shard %u is %s; name the report of each, once",
                        input->path, input->shard, input->shards, input->engines, shard,
                        n == 0 ? "missing" : "given twice");
            return FALSE;
        }
    }
    return TRUE;
}

struct fh_inputs *fh_inputs_load(char *const *paths, const struct fh_inputs_options *options, GError **error)
{
    fh_auto(fh_inputs) inputs = g_new0(struct fh_inputs, 1);
    inputs->items = g_ptr_array_new_with_free_func(input_free);
    inputs->files = g_ptr_array_new_with_free_func(g_free);
    for (; *paths; paths++)
        if (!add_input(inputs, *paths, options, error))
            return NULL;
    g_assert(inputs->report);
    if (inputs->items->len > 1 && !are_shards_whole(inputs, error))
        return NULL;
    g_free(inputs->report->version);
    inputs->report->version = g_strdup(FH_VERSION);
    inputs->report->is_deterministic |= options->is_deterministic;
    fh_output_locate(inputs->report);
    return g_steal_pointer(&inputs);
}

/* An input is somewhere below the folder. */
static const char *input_within(const struct fh_inputs *inputs, const char *folder)
{
    g_autofree char *real = realpath(folder, NULL);
    g_autofree char *prefix = real ? g_strconcat(real, "/", NULL) : NULL;
    for (guint i = 0; prefix && i < inputs->files->len; i++) {
        g_autofree char *file = realpath(g_ptr_array_index(inputs->files, i), NULL);
        if (file && g_str_has_prefix(file, prefix))
            return g_ptr_array_index(inputs->files, i);
    }
    return NULL;
}

static const struct fh_input *find_in_place(const struct fh_inputs *inputs, const char *report)
{
    for (guint i = 0; i < inputs->items->len; i++)
        if (is_same_file(((const struct fh_input *)g_ptr_array_index(inputs->items, i))->path, report))
            return g_ptr_array_index(inputs->items, i);
    return NULL;
}

gboolean fh_inputs_check_output(struct fh_inputs *inputs, const char *folder, GError **error)
{
    g_autofree char *report = g_build_filename(folder, fh_json_writer.file_name, NULL);
    const struct fh_input *in_place = find_in_place(inputs, report);
    const char *within = in_place ? NULL : input_within(inputs, folder);
    inputs->is_in_place = in_place && in_place->is_saved;
    if (in_place && !in_place->is_deterministic && inputs->report->is_deterministic)
        return fail(error, report,
                    "is read and would be written again with less than it holds; with --deterministic, name "
                    "another folder with --out");
    if (within && g_file_test(report, G_FILE_TEST_EXISTS)) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "%s is in the folder of %s, which would be replaced; name another folder with --out, or "
                    "have it read, too",
                    within, report);
        return FALSE;
    }
    return TRUE;
}

/* What was wrong at start-up was so in every part. */
static void remove_repeated_start_ups(GPtrArray *results)
{
    for (guint i = results->len; i > 1; i--) {
        const struct fh_result *later = g_ptr_array_index(results, i - 1),
                               *first = g_ptr_array_index(results, i - 2);
        if (g_str_equal(later->scenario, FH_START_UP_NAME) &&
            g_str_equal(first->scenario, FH_START_UP_NAME) &&
            g_strcmp0(later->library, first->library) == 0 && g_strcmp0(later->engine, first->engine) == 0)
            g_ptr_array_remove_index(results, i - 1);
    }
}

static guint engine_position(const struct fh_report *report, const char *name)
{
    guint i = 0;
    while (i < report->engines->len &&
           !g_str_equal(((const struct fh_engine_info *)g_ptr_array_index(report->engines, i))->name, name))
        i++;
    return i;
}

/* As session.c has them. */
static int compare_results(gconstpointer a, gconstpointer b, gpointer report)
{
    const struct fh_result *x = *(const struct fh_result *const *)a, *y = *(const struct fh_result *const *)b;
    int order = fh_result_compare_places(x, y);
    if (order == 0)
        order = (int)engine_position(report, x->engine) - (int)engine_position(report, y->engine);
    return order ? order
                 : g_str_equal(y->scenario, FH_START_UP_NAME) - g_str_equal(x->scenario, FH_START_UP_NAME);
}

void fh_inputs_unite_shards(struct fh_inputs *inputs)
{
    struct fh_report *report = inputs->report;
    gboolean is_sharded = FALSE;
    for (guint i = 0; i < inputs->items->len; i++)
        is_sharded |= ((const struct fh_input *)g_ptr_array_index(inputs->items, i))->shards > 0;
    if (!is_sharded || inputs->items->len == 1)
        return;
    report->shard = report->shards = 0;
    g_ptr_array_sort_with_data(report->results, compare_results, report);
    remove_repeated_start_ups(report->results);
}
