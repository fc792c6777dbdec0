// SPDX-License-Identifier: MIT
#include "engine/audit.h"

/* Fewer than this in a batch is not worth a second process. */
#define MIN_BATCH 16

/* The state of one audit, shared by its workers. */
struct state {
    const struct fh_audit *audit;
    GThreadPool *pool;
    GMutex lock;
    GCond is_done;
    struct fh_result **results; /* by position in audit->scenarios */
    guint done, n_jobs;
};

/* One process to run: positions in audit->scenarios. */
struct task {
    GArray *positions;
    gboolean is_batch;
    guint number;
};

static const struct fh_planned *planned_at(const struct fh_audit *audit, guint position)
{
    return audit->plan->scenarios->pdata[g_array_index(audit->scenarios, guint, position)];
}

static void push(struct state *state, GArray *positions, gboolean is_batch)
{
    struct task *task = g_new0(struct task, 1);
    task->positions = positions;
    task->is_batch = is_batch;
    task->number = ++state->n_jobs;
    g_thread_pool_push(state->pool, task, NULL);
}

static void push_alone(struct state *state, guint position)
{
    GArray *positions = g_array_new(FALSE, FALSE, sizeof(guint));
    g_array_append_val(positions, position);
    push(state, positions, FALSE);
}

/* Nothing found, nothing unmet, every block released: what a batch may clear. */
static gboolean is_clean(const struct fh_result *result)
{
    return !result->reason && result->findings->len == 0 && result->unmet->len == 0 &&
           result->heap.is_known && result->heap.allocs == result->heap.frees;
}

static void keep(struct state *state, guint position, struct fh_result *result)
{
    const struct fh_planned *planned = planned_at(state->audit, position);
    fh_judge(result, planned->expectations, &planned->heap, state->audit->engine->visible_kinds);
    state->results[position] = result;
    state->done++;
    if (state->audit->progress)
        state->audit->progress(state->done, state->audit->scenarios->len, state->audit->progress_data);
    if (state->done == state->audit->scenarios->len)
        g_cond_signal(&state->is_done);
}

static void take_results(struct state *state, const struct task *task, GPtrArray *results)
{
    g_mutex_lock(&state->lock);
    for (guint i = 0; i < task->positions->len; i++) {
        guint position = g_array_index(task->positions, guint, i);
        struct fh_result *result = results->pdata[i];
        if (task->is_batch && !is_clean(result)) {
            fh_result_free(result);
            push_alone(state, position);
        } else {
            keep(state, position, result);
        }
    }
    g_mutex_unlock(&state->lock);
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
                           .hook_problem = audit->hook_problem};
}

static void run_task(gpointer data, gpointer user_data)
{
    struct task *task = data;
    struct state *state = user_data;
    const struct fh_audit *audit = state->audit;
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
    g_autoptr(GPtrArray) results = g_ptr_array_new();
    audit->engine->run(&job, results);
    take_results(state, task, results);
    g_array_unref(task->positions);
    g_free(task);
}

/* Clean scenarios in as many batches as there are processors, if that many are worth it. */
static void push_batches(struct state *state, const GArray *clean)
{
    guint n_batches = CLAMP(clean->len / MIN_BATCH, 1, MAX(state->audit->jobs, 1));
    for (guint b = 0; b < n_batches; b++) {
        guint first = clean->len * b / n_batches, end = clean->len * (b + 1) / n_batches;
        GArray *positions = g_array_new(FALSE, FALSE, sizeof(guint));
        g_array_append_vals(positions, &g_array_index(clean, guint, first), end - first);
        push(state, positions, TRUE);
    }
}

/* Batches first: what they don't clear still has to run alone. */
static void push_all(struct state *state)
{
    const struct fh_audit *audit = state->audit;
    g_autoptr(GArray) clean = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < audit->scenarios->len; i++)
        if (planned_at(audit, i)->expectations->len == 0)
            g_array_append_val(clean, i);
    if (clean->len > 1)
        push_batches(state, clean);
    for (guint i = 0; i < audit->scenarios->len; i++)
        if (clean->len == 1 || planned_at(audit, i)->expectations->len > 0)
            push_alone(state, i);
}

void fh_audit_run(const struct fh_audit *audit, GPtrArray *results)
{
    struct state state = {.audit = audit, .results = g_new0(struct fh_result *, audit->scenarios->len + 1)};
    g_mutex_init(&state.lock);
    g_cond_init(&state.is_done);
    state.pool = g_thread_pool_new(run_task, &state, MAX(audit->jobs, 1), FALSE, NULL);
    g_mutex_lock(&state.lock);
    push_all(&state);
    while (state.done < audit->scenarios->len)
        g_cond_wait(&state.is_done, &state.lock);
    g_mutex_unlock(&state.lock);
    g_thread_pool_free(state.pool, FALSE, TRUE);
    for (guint i = 0; i < audit->scenarios->len; i++)
        g_ptr_array_add(results, state.results[i]);
    g_free(state.results);
    g_mutex_clear(&state.lock);
    g_cond_clear(&state.is_done);
}
