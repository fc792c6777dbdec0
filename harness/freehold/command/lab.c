// SPDX-License-Identifier: MIT
#include "command/lab.h"

#include <glib/gstdio.h>

#include "check/end_at_unmet.h"
#include "command/own_run.h"
#include "engine/start_up.h"
#include "explore/text.h"
#include "library/runner.h"
#include "model/fingerprint.h"
#include "model/result.h"

/* So many sequences share one search for leaks. */
#define SEARCH_EVERY 64

/* Seconds, for one sequence: at native speed, and under what is slower. */
#define TIMEOUT_OF_LEDGER 20
#define TIMEOUT           60

/* One call of fh_lab_run(). */
struct running {
    struct fh_lab *lab;
    const struct fh_engine *engine;
    const char *runner, *plan_path;
    struct fh_plan *plan;
    GPtrArray *seen; /* struct fh_seen *; its result is there when it is known */
    enum fh_lab_way way;
};

static void seen_free(gpointer data)
{
    struct fh_seen *seen = data;
    fh_result_free(seen->result);
    g_free(seen);
}

struct fh_lab *fh_lab_new(struct fh_suite_part *part, GHashTable *defined, const char *folder, GError **error)
{
    struct fh_lab *lab = g_new0(struct fh_lab, 1);
    lab->part = part;
    lab->defined = defined;
    lab->folder = g_strdup(folder);
    lab->symbols = fh_symbols_new();
    lab->plans = fh_sequence_plans_new(part->api, defined);
    lab->runners = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    lab->start_ups = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)fh_result_free);
    if (fh_own_folder(folder, error))
        return lab;
    fh_lab_free(lab);
    return NULL;
}

void fh_lab_free(struct fh_lab *lab)
{
    if (!lab)
        return;
    g_free(lab->folder);
    fh_symbols_free(lab->symbols);
    fh_sequence_plans_free(lab->plans);
    fh_coverage_free(lab->coverage);
    g_hash_table_unref(lab->runners);
    g_hash_table_unref(lab->start_ups);
    g_free(lab);
}

static const char *runner_of(struct fh_lab *lab, const struct fh_engine *engine, GError **error)
{
    char *runner = g_hash_table_lookup(lab->runners, engine);
    if (!runner &&
        fh_runner_link(lab->part->library, lab->part->api, lab->part->hooks, engine->runner, &runner, error))
        g_hash_table_insert(lab->runners, (gpointer)engine, runner);
    return runner;
}

static struct fh_plan *plan_of(const struct fh_lab *lab, const GPtrArray *sequences, GPtrArray *seen,
                               GError **error)
{
    for (guint i = 0; i < sequences->len; i++) {
        struct fh_seen *one = g_new0(struct fh_seen, 1);
        one->sequence = g_ptr_array_index(sequences, i);
        g_ptr_array_add(seen, one);
    }
    return fh_sequence_plan(lab->plans, sequences, error);
}

/* All plans have the same points in the same order: those of the header. */
static void take_coverage(struct fh_lab *lab, const struct fh_plan *plan, const guint8 *points)
{
    gboolean is_first = !lab->coverage;
    lab->coverage = is_first ? fh_coverage_new(lab->part->config->name) : lab->coverage;
    for (guint i = 0; i < plan->coverage->points->len; i++) {
        const struct fh_point *point = g_ptr_array_index(plan->coverage->points, i);
        if (is_first)
            fh_coverage_add(lab->coverage, point->kind, point->function, point->what);
        if (points[i])
            ((struct fh_point *)g_ptr_array_index(lab->coverage->points, i))->is_seen = TRUE;
    }
}

static void fingerprint_causes(struct fh_result *result)
{
    for (guint i = 0; i < result->findings->len; i++)
        fh_finding_fingerprint_cause(g_ptr_array_index(result->findings, i));
}

static void take_result(const struct running *running, guint index, struct fh_result *take_result)
{
    struct fh_seen *seen = g_ptr_array_index(running->seen, index);
    fingerprint_causes(take_result);
    fh_result_free(seen->result);
    seen->result = take_result;
}

/* Each process starts up in the same way: one speaks for all. NULL: nothing was wrong. */
static void take_start_up(const struct running *running, struct fh_result *take_result)
{
    GHashTable *start_ups = running->lab->start_ups;
    if (!take_result || g_hash_table_contains(start_ups, running->engine)) {
        fh_result_free(take_result);
        return;
    }
    fingerprint_causes(take_result);
    g_hash_table_insert(start_ups, (gpointer)running->engine, take_result);
}

/* What one process has told beside its results. */
struct told {
    struct fh_result *start_up;
    guint ended_at, outside_kinds;
    guint8 *in_doubt; /* by position in the batch */
};

static void run_some(const struct running *running, GArray *take_indices, guint search_every);

static const struct fh_result *result_at(const struct running *running, const GArray *indices, guint position)
{
    return ((const struct fh_seen *)g_ptr_array_index(running->seen, g_array_index(indices, guint, position)))
        ->result;
}

static void run_part(const struct running *running, const GArray *indices, guint first, guint end,
                     guint search_every)
{
    GArray *part = g_array_new(FALSE, FALSE, sizeof(guint));
    if (end > first)
        g_array_append_vals(part, &g_array_index(indices, guint, first), end - first);
    run_some(running, part, search_every);
}

/* The process ended at position `at`, which then runs alone if it does not tell why; of the others nothing is
 * known. */
static void split(const struct running *running, const GArray *indices, guint at, guint search_every)
{
    run_part(running, indices, 0, at, search_every);
    if (result_at(running, indices, at)->findings->len == 0)
        run_part(running, indices, at, at + 1, 1);
    run_part(running, indices, at + 1, indices->len, search_every);
}

/* All results of a batch have the same reason: one of them is to blame, or something between them. */
static gboolean is_doubtful(const GPtrArray *results)
{
    for (guint i = 0; i < results->len; i++)
        if (((const struct fh_result *)g_ptr_array_index(results, i))->reason)
            return TRUE;
    return FALSE;
}

/* Where a search was shared by some of which one leaked, or left other blocks alive: each again, with one of
 * its own. What was not as foretold is corrected first. */
static void run_doubts(const struct running *running, const GArray *indices, const guint8 *in_doubt)
{
    GArray *again = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < indices->len; i++)
        if (in_doubt[i] && result_at(running, indices, i)->unmet->len == 0)
            g_array_append_val(again, g_array_index(indices, guint, i));
    run_some(running, again, 1);
}

static GPtrArray *run_process(const struct running *running, const GArray *indices, guint search_every,
                              struct told *told)
{
    struct fh_lab *lab = running->lab;
    GPtrArray *results = g_ptr_array_new();
    g_autofree char *name = g_strdup_printf("run-%u.%s", ++lab->counter, running->engine->name);
    g_autofree guint8 *points = g_new0(guint8, running->plan->coverage->points->len + 1);
    const struct fh_job job = {.runner = running->runner,
                               .plan_path = running->plan_path,
                               .plan = running->plan,
                               .scenarios = indices,
                               .log_dir = lab->folder,
                               .log_name = name,
                               .out_dir = lab->folder,
                               .timeout_s =
                                   running->engine == &fh_ledger_engine ? TIMEOUT_OF_LEDGER : TIMEOUT,
                               .is_batch = indices->len > 1,
                               .search_every = search_every,
                               .in_doubt = indices->len > 1 && search_every > 1 ? told->in_doubt : NULL,
                               .start_up = &told->start_up,
                               .ended_at = &told->ended_at,
                               .outside_kinds = &told->outside_kinds,
                               .leaves_out_unmet = TRUE,
                               .leaves_out_timeline = TRUE,
                               .tells_kept = running->way == FH_LAB_KEPT,
                               .hook_problem = lab->part->hooks->problem,
                               .symbols = lab->symbols,
                               .seen = points};
    running->engine->run(&job, results);
    take_start_up(running, told->start_up);
    take_coverage(lab, running->plan, points);
    return results;
}

/* As many as there are: in none of them. */
static guint position_of(const GArray *indices, guint index)
{
    guint i = 0;
    while (i < indices->len && g_array_index(indices, guint, i) != index)
        i++;
    return i;
}

/* Consumes `take_indices`. */
static void run_some(const struct running *running, GArray *take_indices, guint search_every)
{
    g_autoptr(GArray) indices = take_indices;
    g_autofree guint8 *in_doubt = g_new0(guint8, indices->len + 1);
    struct told told = {.ended_at = FH_PLAN_NONE, .in_doubt = in_doubt};
    if (indices->len == 0)
        return;
    g_autoptr(GPtrArray) results = run_process(running, indices, search_every, &told);
    for (guint i = 0; i < results->len; i++)
        take_result(running, g_array_index(indices, guint, i), g_ptr_array_index(results, i));
    const guint end = position_of(indices, told.ended_at);
    running->lab->ends_at_start_up |= told.ended_at == FH_START_UP_ENDED;
    if (indices->len < 2 || running->way == FH_LAB_UNTIL_END || running->lab->ends_at_start_up)
        return;
    if (end < indices->len)
        split(running, indices, end, search_every);
    else if (told.ended_at != FH_PLAN_NONE || is_doubtful(results))
        split(running, indices, indices->len / 2, search_every);
    else
        run_doubts(running, indices, in_doubt);
}

static void clear_logs(const struct fh_lab *lab)
{
    g_autoptr(GDir) dir = g_dir_open(lab->folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(lab->folder, name, NULL);
        g_unlink(path);
    }
}

GPtrArray *fh_lab_run(struct fh_lab *lab, const struct fh_engine *engine, const GPtrArray *sequences,
                      enum fh_lab_way way, GError **error)
{
    g_autoptr(GPtrArray) seen = g_ptr_array_new_with_free_func(seen_free);
    g_autofree char *plan_path = g_build_filename(lab->folder, "explored.plan", NULL);
    if (sequences->len == 0)
        return g_steal_pointer(&seen);
    const char *runner = runner_of(lab, engine, error);
    fh_auto(fh_plan) plan = runner ? plan_of(lab, sequences, seen, error) : NULL;
    if (plan)
        fh_plan_end_at_unmet(plan);
    if (!plan || !g_file_set_contents(plan_path, (const char *)plan->bytes->data, plan->bytes->len, error))
        return NULL;
    const struct running running = {lab, engine, runner, plan_path, plan, seen, way};
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < sequences->len; i++)
        g_array_append_val(all, i);
    for (guint i = 0; way == FH_LAB_ALONE && i < all->len; i++)
        run_part(&running, all, i, i + 1, 1);
    if (way != FH_LAB_ALONE)
        run_part(&running, all, 0, all->len, way == FH_LAB_EACH || way == FH_LAB_KEPT ? 1 : SEARCH_EVERY);
    clear_logs(lab);
    return g_steal_pointer(&seen);
}

gboolean fh_seen_line(const struct fh_seen *seen, guint line, struct fh_line *out)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GArray) lines = g_array_new(FALSE, TRUE, sizeof(struct fh_line));
    guint first = seen->result->line;
    fh_sequence_write(seen->sequence, "", NULL, 0, text, lines);
    if (line < first || line - first >= lines->len)
        return FALSE;
    *out = g_array_index(lines, struct fh_line, line - first);
    return TRUE;
}
