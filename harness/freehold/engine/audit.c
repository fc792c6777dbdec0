// SPDX-License-Identifier: MIT
#include "engine/audit.h"

#include "engine/start_up.h"
#include "model/finding.h"
#include "model/kinds.h"
#include "verdict/fault.h"
#include "verdict/verdict.h"
#include "wire/plan.h"

/* Fewer than this in a batch is not worth a second process. */
#define MIN_BATCH 16

/* The events file has room for as many, and their logs fit into memory. */
#define MAX_BATCH 1000

/* So many scenarios of a batch share one search for leaks, which costs more than most of them. What is in
 * doubt then runs as a batch again, with a search for each. */
#define SEARCH_EVERY 64

/* Shared by its workers. */
struct fh_audit_run {
    struct fh_audit audit;
    GThreadPool *pool;
    GMutex lock;
    GCond is_done;
    struct fh_result **results;       /* by position in audit->scenarios */
    struct fh_result **batch_results; /* by position: what a batch did not clear; or NULL */
    guint done, n_jobs;
    struct fh_result *start_up; /* the first that any process had; NULL: nothing was wrong */
    guint outside_kinds;        /* seen in batches, outside of their scenarios */
    guint8 *seen;               /* of each point of the coverage: 1 */
};

/* One process to run: positions in audit->scenarios. */
struct task {
    struct fh_audit_run *run;
    GArray *positions;
    gboolean is_batch;
    guint search_every; /* of a batch */
    guint number;
};

static const struct fh_planned *planned_at(const struct fh_audit *audit, guint position)
{
    return g_ptr_array_index(audit->plan->scenarios, g_array_index(audit->scenarios, guint, position));
}

static void push(struct fh_audit_run *run, GArray *positions, gboolean is_batch, guint search_every)
{
    struct task *task = g_new0(struct task, 1);
    task->run = run;
    task->positions = positions;
    task->is_batch = is_batch;
    task->search_every = search_every;
    task->number = ++run->n_jobs;
    g_thread_pool_push(run->pool, task, NULL);
}

static void push_alone(struct fh_audit_run *run, guint position)
{
    GArray *positions = g_array_new(FALSE, FALSE, sizeof(guint));
    g_array_append_val(positions, position);
    push(run, positions, FALSE, 1);
}

/* Nothing found, nothing unmet, every block released: what a batch may clear. */
static gboolean is_clean(const struct fh_result *result)
{
    return !result->reason && result->findings->len == 0 && result->unmet->len == 0 &&
           result->heap.is_known && result->heap.allocs == result->heap.frees;
}

static void keep(struct fh_audit_run *run, guint position, struct fh_result *result)
{
    const struct fh_planned *planned = planned_at(&run->audit, position);
    if (planned->fault > 0)
        fh_fault_excuse(result, planned->fault_domain);
    fh_judge(result, planned->expectations, &planned->heap, run->audit.visibility);
    run->results[position] = result;
    run->done++;
    if (run->audit.progress)
        run->audit.progress(run->audit.progress_data);
    if (run->done == run->audit.scenarios->len)
        g_cond_signal(&run->is_done);
}

static void add_logs(struct fh_result *alone, const struct fh_result *batch)
{
    for (guint i = 0; i < batch->logs->len; i++)
        g_ptr_array_add(alone->logs, g_strdup(g_ptr_array_index(batch->logs, i)));
}

/* What a batch saw where a run alone sees nothing is still there: it takes other scenarios before, or the
 * right moment. */
static void compare_with_batch(struct fh_result *alone, const struct fh_result *batch)
{
    if (alone->reason || alone->findings->len > 0 || batch->findings->len == 0)
        return;
    const struct fh_finding *finding = g_ptr_array_index(batch->findings, 0);
    alone->reason =
        g_strdup_printf("seen after other scenarios in one process, and not alone: %s (%s, line %u)",
                        finding->message, fh_kind_info(finding->kind)->name, finding->line);
    add_logs(alone, batch);
}

static void take_result(struct fh_audit_run *run, const struct task *task, guint position,
                        struct fh_result *result)
{
    if (task->is_batch && !is_clean(result)) {
        run->batch_results[position] = result;
        push_alone(run, position);
        return;
    }
    if (run->batch_results[position])
        compare_with_batch(result, run->batch_results[position]);
    keep(run, position, result);
}

/* Each process of a runner starts up in the same way: one speaks for all. Consumes `start_up`. */
static void take_start_up(struct fh_audit_run *run, struct fh_result *start_up)
{
    if (run->start_up)
        fh_result_free(start_up);
    else
        run->start_up = start_up;
}

/* Once more, as a batch, if there is more than one. Consumes `take_positions`. */
static void push_again(struct fh_audit_run *run, GArray *take_positions, guint search_every)
{
    if (take_positions->len > 0)
        push(run, take_positions, take_positions->len > 1, search_every);
    else
        g_array_unref(take_positions);
}

/* The process ended at the scenario with index `end` of the task: where nothing else is known of another, it
 * was not to blame. */
static void take_ended(struct fh_audit_run *run, const struct task *task, GPtrArray *results, guint end)
{
    GArray *before = g_array_new(FALSE, FALSE, sizeof(guint)),
           *after = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < task->positions->len; i++) {
        struct fh_result *result = g_ptr_array_index(results, i);
        guint position = g_array_index(task->positions, guint, i);
        if (i == end || result->findings->len > 0) {
            take_result(run, task, position, result);
            continue;
        }
        g_array_append_val(i < end ? before : after, position);
        fh_result_free(result);
    }
    push_again(run, before, task->search_every);
    push_again(run, after, task->search_every);
}

/* What a process that was run has told beside its results. */
struct told {
    struct fh_result *start_up;
    guint outside_kinds, ended_at;
    const guint8 *seen; /* as in struct fh_audit_run */
    guint8 *in_doubt;   /* by position in the task */
};

static gboolean is_leak(const struct fh_finding *finding)
{
    return finding->kind == FH_KIND_LEAK;
}

/* Whose leaks they are is not known. */
static void remove_leaks(struct fh_result *result)
{
    for (guint i = result->findings->len; i > 0; i--)
        if (is_leak(g_ptr_array_index(result->findings, i - 1)))
            g_ptr_array_remove_index(result->findings, i - 1);
}

/* Those of which nothing is known but that they are in doubt run again, with a search for each. */
static void take_with_doubts(struct fh_audit_run *run, const struct task *task, GPtrArray *results,
                             const guint8 *in_doubt)
{
    GArray *again = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < task->positions->len; i++) {
        struct fh_result *result = g_ptr_array_index(results, i);
        guint position = g_array_index(task->positions, guint, i);
        if (!in_doubt[i] || result->reason || result->findings->len > 0 || result->unmet->len > 0) {
            take_result(run, task, position, result);
            continue;
        }
        g_array_append_val(again, position);
        fh_result_free(result);
    }
    push_again(run, again, 1);
}

/* The index in the task; as many as it has: it ended in none of them. */
static guint index_of_end(const struct fh_audit_run *run, const struct task *task, guint ended_at)
{
    guint i = 0;
    while (i < task->positions->len &&
           g_array_index(run->audit.scenarios, guint, g_array_index(task->positions, guint, i)) != ended_at)
        i++;
    return i;
}

static void take_seen(const struct fh_audit_run *run, const guint8 *seen)
{
    for (guint i = 0; i < run->audit.plan->coverage->points->len; i++)
        run->seen[i] |= seen[i];
}

static void mark_coverage(const struct fh_audit_run *run)
{
    const GPtrArray *points = run->audit.plan->coverage->points;
    for (guint i = 0; i < points->len; i++)
        if (run->seen[i])
            ((struct fh_point *)g_ptr_array_index(points, i))->is_seen = TRUE;
}

/* No scenario began, and none would alone. */
static void keep_all(struct fh_audit_run *run, const struct task *task, GPtrArray *results)
{
    for (guint i = 0; i < task->positions->len; i++)
        keep(run, g_array_index(task->positions, guint, i), g_ptr_array_index(results, i));
}

static void take_results(struct fh_audit_run *run, const struct task *task, GPtrArray *results,
                         const struct told *told)
{
    g_mutex_lock(&run->lock);
    take_seen(run, told->seen);
    run->outside_kinds |= told->outside_kinds;
    take_start_up(run, told->start_up);
    guint end = index_of_end(run, task, told->ended_at);
    for (guint i = 0; i < task->positions->len; i++)
        if (told->in_doubt[i])
            remove_leaks(g_ptr_array_index(results, i));
    if (told->ended_at == FH_START_UP_ENDED)
        keep_all(run, task, results);
    else if (end < task->positions->len)
        take_ended(run, task, results, end);
    else
        take_with_doubts(run, task, results, told->in_doubt);
    g_mutex_unlock(&run->lock);
}

/* What batches saw outside of their scenarios must come up in some run alone; else nothing that was in a
 * batch is clear. */
static void compare_outside(struct fh_audit_run *run)
{
    guint found = 0;
    for (guint i = 0; i < run->audit.scenarios->len; i++)
        for (guint j = 0; j < run->results[i]->findings->len; j++)
            found |= 1u << ((const struct fh_finding *)g_ptr_array_index(run->results[i]->findings, j))->kind;
    if (!(run->outside_kinds & ~found))
        return;
    for (guint i = 0; i < run->audit.scenarios->len; i++) {
        struct fh_result *result = run->results[i];
        if (!run->batch_results[i] || result->verdict != FH_VERDICT_PASS)
            continue;
        result->verdict = FH_VERDICT_INCONCLUSIVE;
        result->reason =
            g_strdup("errors were seen between the scenarios of a batch, or at its end, and in none of the "
                     "runs alone");
        add_logs(result, run->batch_results[i]);
    }
}

static struct fh_job job_of(const struct fh_audit *audit, const char *log_name, const GArray *indices,
                            gboolean is_batch)
{
    return (struct fh_job){.runner = audit->runner,
                           .plan_path = audit->plan_path,
                           .plan = audit->plan,
                           .scenarios = indices,
                           .log_dir = audit->log_dir,
                           .log_name = log_name,
                           .out_dir = audit->out_dir,
                           .timeout_s = audit->timeout_s,
                           .is_batch = is_batch,
                           .hook_problem = audit->hook_problem,
                           .symbols = audit->symbols,
                           .suppressions = audit->suppressions};
}

static void run_task(gpointer data, gpointer user_data)
{
    struct task *task = data;
    const struct fh_audit *audit = &task->run->audit;
    (void)user_data;
    g_autoptr(GArray) indices = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < task->positions->len; i++)
        g_array_append_val(indices,
                           g_array_index(audit->scenarios, guint, g_array_index(task->positions, guint, i)));
    g_autofree char *log_name =
        task->is_batch
            ? g_strdup_printf("%sbatch-%u.%s", audit->log_prefix, task->number, audit->engine->name)
            : g_strdup_printf("%s%u.%s", audit->log_prefix, g_array_index(indices, guint, 0),
                              audit->engine->name);
    struct fh_job job = job_of(audit, log_name, indices, task->is_batch);
    g_autofree guint8 *seen = g_new0(guint8, audit->plan->coverage->points->len + 1);
    g_autofree guint8 *in_doubt = g_new0(guint8, task->positions->len + 1);
    struct told told = {.ended_at = FH_PLAN_NONE, .seen = seen, .in_doubt = in_doubt};
    job.search_every = task->search_every;
    job.in_doubt = task->is_batch && task->search_every > 1 ? in_doubt : NULL;
    job.seen = seen;
    job.outside_kinds = &told.outside_kinds;
    job.ended_at = &told.ended_at;
    job.start_up = &told.start_up;
    g_autoptr(GPtrArray) results = g_ptr_array_new();
    audit->engine->run(&job, results);
    take_results(task->run, task, results, &told);
    g_array_unref(task->positions);
    g_free(task);
}

/* Clean scenarios in as many batches as there are processors, if that many are worth it, or more. */
static void push_batches(struct fh_audit_run *run, const GArray *clean)
{
    guint n_batches = CLAMP(clean->len / MIN_BATCH, 1, MAX(run->audit.jobs, 1));
    n_batches = MAX(n_batches, (clean->len + MAX_BATCH - 1) / MAX_BATCH);
    for (guint b = 0; b < n_batches; b++) {
        guint first = clean->len * b / n_batches, end = clean->len * (b + 1) / n_batches;
        GArray *positions = g_array_new(FALSE, FALSE, sizeof(guint));
        g_array_append_vals(positions, &g_array_index(clean, guint, first), end - first);
        push(run, positions, TRUE, SEARCH_EVERY);
    }
}

/* A hook with holes makes every result inconclusive: no batch could clear it. Where an allocation fails, the
 * process often ends. */
static gboolean is_for_batch(const struct fh_audit *audit, guint position)
{
    const struct fh_planned *planned = planned_at(audit, position);
    return planned->expectations->len == 0 && planned->fault == 0 && !audit->hook_problem;
}

/* Batches first: what they don't clear still has to run alone. */
static void push_all(struct fh_audit_run *run)
{
    const struct fh_audit *audit = &run->audit;
    g_autoptr(GArray) clean = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < audit->scenarios->len; i++)
        if (is_for_batch(audit, i))
            g_array_append_val(clean, i);
    gboolean is_batch = clean->len > 1 || (clean->len == 1 && audit->has_batches);
    if (is_batch)
        push_batches(run, clean);
    for (guint i = 0; i < audit->scenarios->len; i++)
        if (!is_batch || !is_for_batch(audit, i))
            push_alone(run, i);
}

/* It expects nothing. */
static void add_start_up(struct fh_audit_run *run, GPtrArray *results)
{
    g_autoptr(GArray) nothing = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    fh_judge(run->start_up, nothing, NULL, run->audit.visibility);
    g_ptr_array_add(results, run->start_up);
}

GThreadPool *fh_audit_pool_new(guint jobs)
{
    return g_thread_pool_new(run_task, NULL, (gint)jobs, FALSE, NULL);
}

struct fh_audit_run *fh_audit_start(const struct fh_audit *audit, GThreadPool *pool)
{
    struct fh_audit_run *run = g_new0(struct fh_audit_run, 1);
    run->audit = *audit;
    run->pool = pool;
    run->results = g_new0(struct fh_result *, audit->scenarios->len + 1);
    run->batch_results = g_new0(struct fh_result *, audit->scenarios->len + 1);
    run->seen = g_new0(guint8, audit->plan->coverage->points->len + 1);
    g_mutex_init(&run->lock);
    g_cond_init(&run->is_done);
    g_mutex_lock(&run->lock);
    push_all(run);
    g_mutex_unlock(&run->lock);
    return run;
}

/* What is pushed again is pushed before the last result is kept: nothing of this run is then left on the
 * pool. */
static void wait_for_all(struct fh_audit_run *run)
{
    g_mutex_lock(&run->lock);
    while (run->done < run->audit.scenarios->len)
        g_cond_wait(&run->is_done, &run->lock);
    g_mutex_unlock(&run->lock);
}

static void free_run(struct fh_audit_run *run)
{
    for (guint i = 0; i < run->audit.scenarios->len; i++)
        fh_result_free(run->batch_results[i]);
    g_free(run->results);
    g_free(run->batch_results);
    g_free(run->seen);
    g_mutex_clear(&run->lock);
    g_cond_clear(&run->is_done);
    g_free(run);
}

void fh_audit_finish(struct fh_audit_run *run, GPtrArray *results)
{
    wait_for_all(run);
    mark_coverage(run);
    compare_outside(run);
    if (run->start_up)
        add_start_up(run, results);
    for (guint i = 0; i < run->audit.scenarios->len; i++)
        g_ptr_array_add(results, run->results[i]);
    free_run(run);
}
