// SPDX-License-Identifier: MIT
#include "command/explored.h"

#include <glib/gstdio.h>
#include <stdio.h>

#include "base/error.h"
#include "base/source.h"
#include "base/write_text.h"
#include "command/results_file.h"
#include "command/rounds.h"
#include "command/version.h"
#include "explore/program.h"
#include "model/kinds.h"

/* A corpus file takes no more lines from here on. */
#define LINES_PER_FILE (FH_SOURCE_MAX_LINES / 2)

/* Functions that were not called, as many as a terminal shows well. */
#define SHOWN_MAX 20

static void remove_files(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (g_str_has_suffix(name, ".scn") || g_str_has_suffix(name, ".c"))
            g_unlink(path);
    }
}

gboolean fh_explored_prepare(const char *out, GError **error)
{
    g_autofree char *results = g_build_filename(out, FH_EXPLORED_RESULTS, NULL);
    g_autofree char *finds = g_build_filename(out, FH_EXPLORED_FINDS, NULL);
    g_autofree char *corpus = g_build_filename(out, FH_EXPLORED_CORPUS, NULL);
    gboolean is_ours = g_file_test(results, G_FILE_TEST_EXISTS);
    if (!is_ours && (g_file_test(finds, G_FILE_TEST_EXISTS) || g_file_test(corpus, G_FILE_TEST_EXISTS))) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE,
                    "%s holds " FH_EXPLORED_FINDS " or " FH_EXPLORED_CORPUS
                    ", and freehold explore did not make it; name another folder with --output",
                    out);
        return FALSE;
    }
    remove_files(finds);
    if (g_mkdir_with_parents(finds, 0777) == 0 && g_mkdir_with_parents(corpus, 0777) == 0 &&
        fh_write_text(results, "{}\n", error))
        return TRUE;
    if (!error || !*error)
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "can't make folder %s", out);
    return FALSE;
}

static const struct fh_library_config *config_of(const struct fh_exploration *exploration)
{
    return exploration->lab->part->config;
}

/* "1-leak-parcel_open": below the folder of finds, without its suffix. Caller owns. */
static char *name_of(const struct fh_find *find, guint number)
{
    return g_strdup_printf("%u-%s%s%s", number, fh_kind_info(find->kind)->name, find->function ? "-" : "",
                           find->function ? find->function : "");
}

static char *library_line(const struct fh_exploration *exploration)
{
    const char *name = config_of(exploration)->name;
    return name[0] != '\0' ? g_strdup_printf("library %s\n", name) : g_strdup("");
}

static gboolean write_scenario(const struct fh_exploration *exploration, const struct fh_find *find,
                               const char *path, const char *name, GError **error)
{
    g_autofree char *library = library_line(exploration);
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "# Found by freehold explore, seed %u: %s\n%s\n", exploration->seed,
                           find->message, library);
    fh_sequence_write(find->sequence, name, (const struct fh_mark *)(gpointer)find->marks->data,
                      find->marks->len, text, NULL);
    return fh_write_text(path, text->str, error);
}

static gboolean write_program(const struct fh_exploration *exploration, const struct fh_find *find,
                              const char *path, GError **error)
{
    const struct fh_library *library = exploration->lab->part->library;
    g_autofree char *header = g_path_get_basename(library->header);
    g_autofree char *folder = g_path_get_dirname(library->header);
    g_autofree char *words = g_strjoinv(" ", library->link ? library->link : (char *[]){NULL});
    g_autofree char *comment = g_strdup_printf(
        "%s: %s\nBuild it, and run it under valgrind --leak-check=full, or add -fsanitize=address:\n"
        "cc -g -I%s THIS.c %s %s -lpthread -ldl -lm",
        fh_kind_info(find->kind)->name, find->message, folder, library->staticlib, words);
    g_autoptr(GString) text = g_string_new(NULL);
    fh_program_write(find->sequence, header, comment, find->kind == FH_KIND_GROWTH ? FH_ROUNDS : 1, text);
    return fh_write_text(path, text->str, error);
}

static gboolean write_find(const struct fh_exploration *exploration, const struct fh_find *find,
                           const char *out, guint number, GError **error)
{
    g_autofree char *name = name_of(find, number);
    g_autofree char *stem = g_build_filename(out, FH_EXPLORED_FINDS, name, NULL);
    g_autofree char *scenario = g_strconcat(stem, ".scn", NULL), *program = g_strconcat(stem, ".c", NULL);
    return write_scenario(exploration, find, scenario, name, error) &&
           write_program(exploration, find, program, error);
}

static gboolean write_corpus_file(const struct fh_exploration *exploration, const char *out,
                                  const GString *scenarios, guint number, GError **error)
{
    g_autofree char *name = g_strdup_printf("seed-%u-%u.scn", exploration->seed, number);
    g_autofree char *path = g_build_filename(out, FH_EXPLORED_CORPUS, name, NULL);
    g_autofree char *library = library_line(exploration);
    g_autofree char *whole = g_strconcat(library, scenarios->str, NULL);
    return fh_write_text(path, whole, error);
}

/* A run with another seed leaves this one's. */
static gboolean write_corpus(const struct fh_exploration *exploration, const char *out, GError **error)
{
    const GPtrArray *corpus = exploration->generator->corpus;
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(struct fh_line));
    guint n_files = 0;
    for (guint i = 0; i < corpus->len; i++) {
        g_autofree char *name = g_strdup_printf("%u", i + 1);
        fh_sequence_write(g_ptr_array_index(corpus, i), name, NULL, 0, text, lines);
        if (lines->len < LINES_PER_FILE && i + 1 < corpus->len)
            continue;
        if (!write_corpus_file(exploration, out, text, ++n_files, error))
            return FALSE;
        g_string_truncate(text, 0);
        g_array_set_size(lines, 0);
    }
    return TRUE;
}

static void add_find(JsonBuilder *json, const struct fh_find *find, guint number)
{
    g_autofree char *name = name_of(find, number);
    g_autofree char *scenario = g_strdup_printf(FH_EXPLORED_FINDS "/%s.scn", name);
    g_autofree char *program = g_strdup_printf(FH_EXPLORED_FINDS "/%s.c", name);
    json_builder_begin_object(json);
    fh_results_add_text(json, "kind", fh_kind_info(find->kind)->name);
    fh_results_add_text(json, "fingerprint", g_ptr_array_index(find->fingerprints, 0));
    fh_results_add_text(json, "message", find->message);
    fh_results_add_text(json, "function", find->function);
    fh_results_add_text(json, "engine", find->engine->name);
    fh_results_add_texts(json, "seen_by", find->seen_by);
    fh_results_add_texts(json, "functions", find->functions);
    fh_results_add_number(json, "calls", fh_sequence_count_calls(find->sequence));
    fh_results_add_text(json, "scenario", scenario);
    fh_results_add_text(json, "program", program);
    json_builder_end_object(json);
}

static gboolean is_seen(const struct fh_coverage *coverage, const char *function)
{
    for (guint i = 0; coverage && i < coverage->points->len; i++) {
        const struct fh_point *point = g_ptr_array_index(coverage->points, i);
        if (point->kind == FH_POINT_FUNCTION && g_str_equal(point->function, function))
            return point->is_seen;
    }
    return FALSE;
}

/* Why a function was not called; NULL: it was. Borrowed. */
static const char *why_not_called(const struct fh_exploration *exploration,
                                  const struct fh_callable *callable)
{
    if (is_seen(exploration->lab->coverage, callable->function->name))
        return NULL;
    return callable->why_not ? callable->why_not : "no sequence came to it: more runs, or a scenario, may";
}

static gboolean is_of_library(const struct fh_callable *callable)
{
    return callable->function->is_library || callable->function->is_included;
}

static void add_functions(JsonBuilder *json, const struct fh_exploration *exploration)
{
    json_builder_set_member_name(json, "not_called");
    json_builder_begin_array(json);
    for (guint i = 0; i < exploration->callables->all->len; i++) {
        const struct fh_callable *callable = g_ptr_array_index(exploration->callables->all, i);
        const char *why = why_not_called(exploration, callable);
        if (!why || !is_of_library(callable))
            continue;
        json_builder_begin_object(json);
        fh_results_add_text(json, "function", callable->function->name);
        fh_results_add_text(json, "reason", why);
        json_builder_end_object(json);
    }
    json_builder_end_array(json);
}

static void count_points(const struct fh_coverage *coverage, enum fh_point_kind kind, guint *seen, guint *all)
{
    *seen = *all = 0;
    for (guint i = 0; coverage && i < coverage->points->len; i++) {
        const struct fh_point *point = g_ptr_array_index(coverage->points, i);
        *all += point->kind == kind;
        *seen += point->kind == kind && point->is_seen;
    }
}

static void add_coverage(JsonBuilder *json, const struct fh_coverage *coverage)
{
    json_builder_set_member_name(json, "coverage");
    json_builder_begin_object(json);
    for (guint kind = 0; kind < FH_POINT_KIND_COUNT; kind++) {
        guint seen, all;
        count_points(coverage, kind, &seen, &all);
        json_builder_set_member_name(json, fh_point_kind_name(kind));
        json_builder_begin_object(json);
        fh_results_add_number(json, "seen", seen);
        fh_results_add_number(json, "all", all);
        json_builder_end_object(json);
    }
    json_builder_end_object(json);
}

static void add_undone(JsonBuilder *json, const GPtrArray *undone)
{
    json_builder_set_member_name(json, "undone");
    json_builder_begin_array(json);
    for (guint i = 0; i < undone->len; i++) {
        const struct fh_find *find = g_ptr_array_index(undone, i);
        json_builder_begin_object(json);
        fh_results_add_text(json, "function", find->function);
        fh_results_add_text(json, "message", find->message);
        fh_results_add_text(json, "undone_by", find->undone_by);
        json_builder_end_object(json);
    }
    json_builder_end_array(json);
}

static JsonBuilder *to_json(const struct fh_exploration *exploration)
{
    JsonBuilder *json = json_builder_new();
    json_builder_begin_object(json);
    fh_results_add_text(json, "freehold", FH_VERSION);
    fh_results_add_number(json, "seed", exploration->seed);
    fh_results_add_number(json, "sequences", exploration->n_runs);
    fh_results_add_number(json, "calls", exploration->n_calls);
    fh_results_add_number(json, "sampled", exploration->n_sampled);
    fh_results_add_number(json, "unsteady", exploration->n_unsteady);
    fh_results_add_number(json, "not_judged", exploration->n_not_judged);
    fh_results_add_text(json, "why_not_judged", exploration->why_not_judged);
    fh_results_add_number(json, "not_sampled", exploration->n_not_sampled);
    fh_results_add_text(json, "why_not_sampled", exploration->why_not_sampled);
    add_coverage(json, exploration->lab->coverage);
    add_functions(json, exploration);
    json_builder_set_member_name(json, "finds");
    json_builder_begin_array(json);
    for (guint i = 0; i < exploration->finds->len; i++)
        add_find(json, g_ptr_array_index(exploration->finds, i), i + 1);
    json_builder_end_array(json);
    add_undone(json, exploration->undone);
    json_builder_end_object(json);
    return json;
}

gboolean fh_explored_write(const struct fh_exploration *exploration, const char *out, GError **error)
{
    g_autofree char *path = g_build_filename(out, FH_EXPLORED_RESULTS, NULL);
    g_autoptr(JsonBuilder) json = to_json(exploration);
    for (guint i = 0; i < exploration->finds->len; i++)
        if (!write_find(exploration, g_ptr_array_index(exploration->finds, i), out, i + 1, error))
            return FALSE;
    return write_corpus(exploration, out, error) && fh_results_write(json, path, error);
}

static void print_find(const struct fh_find *find, const char *out, guint number)
{
    g_autofree char *name = name_of(find, number);
    printf("%u. %s%s%s: %s\n", number, fh_kind_info(find->kind)->name, find->function ? " at " : "",
           find->function ? find->function : "", find->message);
    printf("   %u calls; seen by ", fh_sequence_count_calls(find->sequence));
    for (guint i = 0; i < find->seen_by->len; i++)
        printf("%s%s", i > 0 ? ", " : "", (const char *)g_ptr_array_index(find->seen_by, i));
    printf("\n   %s %s/" FH_EXPLORED_FINDS "/%s.scn\n",
           find->kind == FH_KIND_GROWTH ? "it runs again and again:" : "run it: freehold run", out, name);
}

/* What grows until somebody clears it. */
static void print_undone(const struct fh_find *find)
{
    printf("%s: %s, until %s() is called\n", find->function ? find->function : "growth", find->message,
           find->undone_by);
}

static void print_functions(const struct fh_exploration *exploration, const char *out)
{
    guint n_shown = 0, n_more = 0;
    for (guint i = 0; i < exploration->callables->all->len; i++) {
        const struct fh_callable *callable = g_ptr_array_index(exploration->callables->all, i);
        const char *why = why_not_called(exploration, callable);
        if (!why || !is_of_library(callable))
            continue;
        if (++n_shown <= SHOWN_MAX)
            printf("not called: %s: %s\n", callable->function->name, why);
        else
            n_more++;
    }
    if (n_more > 0)
        printf("… and %u more, in %s/" FH_EXPLORED_RESULTS "\n", n_more, out);
}

void fh_explored_print(const struct fh_exploration *exploration, const char *out)
{
    static const char *const words[FH_POINT_KIND_COUNT] = {"functions called", "transfers", "outcomes"};
    for (guint i = 0; i < exploration->finds->len; i++)
        print_find(g_ptr_array_index(exploration->finds, i), out, i + 1);
    for (guint i = 0; i < exploration->undone->len; i++)
        print_undone(g_ptr_array_index(exploration->undone, i));
    print_functions(exploration, out);
    for (guint kind = 0; kind < FH_POINT_KIND_COUNT; kind++) {
        guint seen, all;
        count_points(exploration->lab->coverage, kind, &seen, &all);
        printf("%s%u of %u %s", kind > 0 ? ", " : "", seen, all, words[kind]);
    }
    printf("\n%" G_GUINT64_FORMAT " sequences, %" G_GUINT64_FORMAT " calls, seed %u; %" G_GUINT64_FORMAT
           " sequences also under the slower engines\n",
           exploration->n_runs, exploration->n_calls, exploration->seed, exploration->n_sampled);
    if (exploration->n_unsteady > 0)
        printf("%" G_GUINT64_FORMAT " sequences returned something else each time, and were given up\n",
               exploration->n_unsteady);
    if (exploration->n_not_judged > 0)
        printf("%" G_GUINT64_FORMAT " sequences could not be judged, the first because: %s\n",
               exploration->n_not_judged, exploration->why_not_judged);
    if (exploration->n_not_sampled > 0)
        printf("%" G_GUINT64_FORMAT " times, a slower engine could not judge one of them, first %s\n",
               exploration->n_not_sampled, exploration->why_not_sampled);
    printf("%u found; details: %s/" FH_EXPLORED_RESULTS "\n", exploration->finds->len, out);
}
