// SPDX-License-Identifier: MIT
#include "command/exploration.h"

#include <stdio.h>

#include "base/error.h"
#include "command/rounds.h"
#include "command/shrink.h"
#include "engine/engines.h"
#include "engine/process.h"
#include "engine/start_up.h"
#include "explore/state.h"
#include "model/result.h"

/* Sequences in one process. */
#define BATCH 1000

/* The first batch, which shows how the calls end; and how often the outcome of one sequence may surprise. */
#define FIRST_BATCH 100
#define CORRECTIONS 8

/* Of each so many batches, so many sequences run under the slower engines, too; and so many again and again,
 * since they may grow. */
#define SAMPLE_EVERY 8
#define SAMPLE       200
#define KEEPING      32

/* A sequence that waits for its run. */
struct waiting {
    struct fh_sequence *sequence;
    guint corrections;
};

/* One fh_explore(). */
struct exploring {
    struct fh_exploration *exploration;
    GPtrArray *waiting; /* struct waiting *: whose outcomes were not as foretold */
    GPtrArray *sample;  /* struct fh_sequence *: clean in the ledger */
    GPtrArray *keeping; /* struct fh_sequence *: clean, and left blocks behind that something points to */
    gint64 end;         /* of the time; 0: none */
    guint n_batches;
};

static void waiting_free(gpointer data)
{
    struct waiting *waiting = data;
    fh_sequence_free(waiting->sequence);
    g_free(waiting);
}

static struct waiting *waiting_new(struct fh_sequence *take_sequence, guint corrections)
{
    struct waiting *waiting = g_new(struct waiting, 1);
    *waiting = (struct waiting){take_sequence, corrections};
    return waiting;
}

static gboolean is_over(const struct exploring *exploring)
{
    const struct fh_exploration *exploration = exploring->exploration;
    return fh_process_is_interrupted() || exploration->lab->ends_at_start_up ||
           (exploration->runs > 0 && exploration->n_runs >= exploration->runs) ||
           (exploring->end > 0 && g_get_monotonic_time() >= exploring->end);
}

/* What surprised is what is foretold from now on. */
static void correct(const struct exploring *exploring, struct fh_sequence *sequence,
                    const struct fh_seen *seen)
{
    guint n_seen = 0;
    for (guint i = 0; i < seen->result->unmet->len; i++) {
        const struct fh_unmet *unmet = g_ptr_array_index(seen->result->unmet, i);
        struct fh_line line;
        const gboolean is_outcome = fh_seen_line(seen, unmet->line, &line) && line.is_outcome;
        struct fh_step *step = is_outcome ? fh_sequence_find(sequence, line.step) : NULL;
        guint index;
        if (!step || !g_ptr_array_find(sequence->steps, step, &index))
            continue;
        if (line.is_success)
            step->has_failed = !step->has_failed;
        else
            step->nulls ^= (guint64)1 << line.place;
        if (!line.is_success)
            fh_outcomes_complete(exploring->exploration->generator->outcomes, step, line.place);
        n_seen = MAX(n_seen, index + 1);
    }
    fh_generator_correct(exploring->exploration->generator, sequence, n_seen);
}

static void note_functions(const struct exploring *exploring, struct fh_find *find)
{
    for (guint i = 0; i < find->sequence->steps->len; i++) {
        const struct fh_step *step = g_ptr_array_index(find->sequence->steps, i);
        if (!step->callable || g_ptr_array_find(find->functions, step->callable->function->name, NULL))
            continue;
        g_ptr_array_add(find->functions, step->callable->function->name);
    }
    if (find->kind != FH_KIND_GROWTH) /* it harms nothing else */
        fh_generator_avoid(exploring->exploration->generator, find->sequence, find->kind == FH_KIND_ABORT);
}

static void note_marks(struct fh_find *find, const struct fh_seen *seen)
{
    for (guint i = 0; i < seen->result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(seen->result->findings, i);
        struct fh_line line = {0};
        fh_seen_line(seen, finding->line, &line);
        const struct fh_mark mark = {line.step, fh_kind_info(finding->kind)->name};
        if (mark.step > 0)
            g_array_append_val(find->marks, mark);
        const struct fh_step *step = fh_sequence_find(find->sequence, line.step);
        if (step && step->callable && finding->kind == find->kind && !find->function)
            find->function = g_strdup(step->callable->function->name);
    }
}

static gboolean shows_kind(const struct fh_seen *seen, enum fh_kind kind)
{
    for (guint i = 0; i < seen->result->findings->len; i++)
        if (((const struct fh_finding *)g_ptr_array_index(seen->result->findings, i))->kind == kind)
            return TRUE;
    return FALSE;
}

static gboolean confirm_under(const struct exploring *exploring, const struct fh_engine *engine,
                              struct fh_find *find, GError **error)
{
    g_autoptr(GPtrArray) one = g_ptr_array_new();
    g_ptr_array_add(one, find->sequence);
    g_autoptr(GPtrArray) seen = fh_lab_run(exploring->exploration->lab, engine, one, FH_LAB_ALONE, error);
    if (seen && shows_kind(g_ptr_array_index(seen, 0), find->kind))
        fh_find_note_seen(find, engine->name);
    return seen != NULL;
}

/* Under all engines, each in a process of its own. */
static gboolean confirm(const struct exploring *exploring, struct fh_find *find, GError **error)
{
    const GPtrArray *engines = exploring->exploration->engines;
    gboolean ok = confirm_under(exploring, &fh_ledger_engine, find, error);
    for (guint i = 0; ok && i < engines->len; i++)
        ok = confirm_under(exploring, g_ptr_array_index(engines, i), find, error);
    return ok;
}

/* It may be a register that another function clears. Only repetition shows it, and that was done. */
static gboolean doubt_growth(const struct exploring *exploring, struct fh_find *find, GError **error)
{
    const struct fh_exploration *exploration = exploring->exploration;
    const struct fh_callable *undone_by;
    fh_find_note_seen(find, fh_ledger_engine.name);
    if (!fh_rounds_undone_by(exploration->lab, find->sequence, exploration->callables, &undone_by, error))
        return FALSE;
    if (!find->function)
        find->function = g_strdup(find->origin);
    find->undone_by = undone_by ? undone_by->function->name : NULL;
    return TRUE;
}

static void note_not_judged(struct fh_exploration *exploration, const char *why)
{
    exploration->n_not_judged++;
    if (!exploration->why_not_judged)
        exploration->why_not_judged = g_strdup(why);
}

static gboolean add_find(const struct exploring *exploring, const struct fh_engine *engine,
                         const struct fh_finding *finding, const struct fh_sequence *sequence, GError **error)
{
    struct fh_exploration *exploration = exploring->exploration;
    const struct fh_shrinking shrinking = {exploration->lab, exploration->callables, engine, finding->kind,
                                           finding->fingerprint};
    g_autoptr(GPtrArray) seen = NULL;
    g_autoptr(GError) failure = NULL;
    struct fh_sequence *small = fh_shrink(&shrinking, sequence, &seen, &failure);
    if (failure) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return FALSE;
    }
    if (!small) {
        g_autofree char *why =
            g_strdup_printf("seen by %s after other sequences in one process, and not alone: %s (%s)",
                            engine->name, finding->message, fh_kind_info(finding->kind)->name);
        if (!fh_process_is_interrupted())
            note_not_judged(exploration, why);
        return TRUE;
    }
    const struct fh_seen *alone = g_ptr_array_index(seen, 0);
    struct fh_find *find = fh_find_new(engine, fh_shrink_find(&shrinking, alone), small);
    note_marks(find, alone);
    note_functions(exploring, find);
    gboolean ok =
        find->kind == FH_KIND_GROWTH ? doubt_growth(exploring, find, error) : confirm(exploring, find, error);
    fh_finds_keep(find->undone_by ? exploration->undone : exploration->finds, find);
    return ok;
}

static gboolean take_findings(const struct exploring *exploring, const struct fh_engine *engine,
                              const struct fh_sequence *sequence, const struct fh_seen *seen, GError **error)
{
    for (guint i = 0; i < seen->result->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(seen->result->findings, i);
        struct fh_find *known = fh_finds_known(exploring->exploration->finds, finding, sequence);
        if (!known)
            known = fh_finds_known(exploring->exploration->undone, finding, sequence);
        if (known)
            known->count++;
        else if (!add_find(exploring, engine, finding, sequence, error))
            return FALSE;
    }
    return TRUE;
}

static void take_clean(const struct exploring *exploring, const struct fh_sequence *sequence,
                       const struct fh_result *result)
{
    if (fh_generator_learn(exploring->exploration->generator, sequence, TRUE) ||
        exploring->sample->len < SAMPLE)
        g_ptr_array_add(exploring->sample, fh_sequence_copy(sequence));
    if ((gint64)result->heap.in_use_blocks > 0 && exploring->keeping->len < KEEPING)
        g_ptr_array_add(exploring->keeping, fh_sequence_copy(sequence));
}

/* Consumes `take_waiting`. */
static gboolean take_seen(const struct exploring *exploring, struct waiting *take_waiting,
                          const struct fh_seen *seen, GError **error)
{
    struct fh_exploration *exploration = exploring->exploration;
    struct fh_sequence *sequence = take_waiting->sequence;
    gboolean ok = TRUE;
    if (seen->result->unmet->len > 0) {
        correct(exploring, sequence, seen);
        if (take_waiting->corrections < CORRECTIONS) {
            take_waiting->corrections++;
            g_ptr_array_add(exploring->waiting, take_waiting);
            return TRUE;
        }
        exploration->n_unsteady++;
    } else if (seen->result->findings->len > 0) {
        if (!shows_kind(seen, FH_KIND_ABORT)) /* then it went to its end */
            fh_generator_learn(exploration->generator, sequence, FALSE);
        ok = take_findings(exploring, &fh_ledger_engine, sequence, seen, error);
    } else if (seen->result->reason) {
        note_not_judged(exploration, seen->result->reason);
    } else {
        take_clean(exploring, sequence, seen->result);
    }
    waiting_free(take_waiting);
    return ok;
}

/* Struct waiting *: those that were corrected, and new ones. */
static GPtrArray *next_batch(const struct exploring *exploring)
{
    struct fh_exploration *exploration = exploring->exploration;
    guint64 left = exploration->runs > 0 ? exploration->runs - exploration->n_runs : G_MAXUINT64;
    guint size = (guint)MIN(exploring->n_batches == 0 ? FIRST_BATCH : BATCH, left);
    GPtrArray *batch = g_ptr_array_new();
    while (exploring->waiting->len > 0 && batch->len < size)
        g_ptr_array_add(batch, g_ptr_array_steal_index(exploring->waiting, 0));
    while (batch->len < size)
        g_ptr_array_add(batch, waiting_new(fh_generator_next(exploration->generator), 0));
    return batch;
}

static gboolean run_batch(struct exploring *exploring, GError **error)
{
    struct fh_exploration *exploration = exploring->exploration;
    g_autoptr(GPtrArray) batch = next_batch(exploring);
    g_autoptr(GPtrArray) sequences = g_ptr_array_new();
    for (guint i = 0; i < batch->len; i++)
        g_ptr_array_add(sequences, ((const struct waiting *)g_ptr_array_index(batch, i))->sequence);
    g_autoptr(GPtrArray) seen =
        fh_lab_run(exploration->lab, &fh_ledger_engine, sequences, FH_LAB_TOGETHER, error);
    gboolean ok = seen != NULL;
    exploring->n_batches++;
    for (guint i = 0; i < batch->len; i++) {
        struct waiting *waiting = g_ptr_array_index(batch, i);
        exploration->n_runs++;
        exploration->n_calls += fh_sequence_count_calls(waiting->sequence);
        if (ok && !fh_process_is_interrupted()) /* else it may be cut */
            ok = take_seen(exploring, waiting, g_ptr_array_index(seen, i), error);
        else
            waiting_free(waiting);
    }
    return ok;
}

/* What the ledger can't see: reads and writes of memory. */
static void note_not_sampled(struct fh_exploration *exploration, const struct fh_engine *engine,
                             const char *why)
{
    exploration->n_not_sampled++;
    if (!exploration->why_not_sampled)
        exploration->why_not_sampled = g_strdup_printf("%s: %s", engine->name, why);
}

static gboolean run_sample_under(const struct exploring *exploring, const struct fh_engine *engine,
                                 GError **error)
{
    g_autoptr(GPtrArray) seen =
        fh_lab_run(exploring->exploration->lab, engine, exploring->sample, FH_LAB_TOGETHER, error);
    gboolean ok = seen != NULL;
    for (guint i = 0; ok && i < exploring->sample->len && !fh_process_is_interrupted(); i++) {
        const struct fh_seen *one = g_ptr_array_index(seen, i);
        if (one->result->unmet->len == 0 && one->result->findings->len > 0)
            ok = take_findings(exploring, engine, g_ptr_array_index(exploring->sample, i), one, error);
        else if (one->result->reason)
            note_not_sampled(exploring->exploration, engine, one->result->reason);
    }
    return ok;
}

static gboolean run_sample(const struct exploring *exploring, GError **error)
{
    const GPtrArray *engines = exploring->exploration->engines;
    for (guint i = 0; i < engines->len; i++)
        if (!run_sample_under(exploring, g_ptr_array_index(engines, i), error))
            return FALSE;
    exploring->exploration->n_sampled += engines->len > 0 ? exploring->sample->len : 0;
    g_ptr_array_set_size(exploring->sample, 0);
    return TRUE;
}

static struct fh_find *start_up_find(const struct fh_engine *engine, const struct fh_finding *finding)
{
    struct fh_find *find = fh_find_new(engine, finding, fh_sequence_new());
    find->function = g_strdup(FH_START_UP_NAME);
    return find;
}

/* What a library does before any call takes none to show. */
static void take_start_up(struct fh_exploration *exploration, const struct fh_engine *engine,
                          const struct fh_result *start_up)
{
    fh_auto(fh_sequence) none = fh_sequence_new();
    for (guint i = 0; i < start_up->findings->len; i++) {
        const struct fh_finding *finding = g_ptr_array_index(start_up->findings, i);
        struct fh_find *known = fh_finds_known(exploration->finds, finding, none);
        struct fh_find *find = known ? known : start_up_find(engine, finding);
        fh_find_note_seen(find, engine->name);
        if (!known)
            fh_finds_keep(exploration->finds, find);
    }
    if (start_up->reason)
        note_not_judged(exploration, start_up->reason);
}

static void take_start_ups(struct fh_exploration *exploration)
{
    for (const struct fh_engine *const *engine = fh_engines(); *engine; engine++) {
        const struct fh_result *start_up = g_hash_table_lookup(exploration->lab->start_ups, *engine);
        if (start_up)
            take_start_up(exploration, *engine, start_up);
    }
}

static gboolean run_keeping(const struct exploring *exploring, GError **error)
{
    g_autoptr(GPtrArray) seen = fh_rounds_run(exploring->exploration->lab, exploring->keeping, error);
    gboolean ok = seen != NULL;
    for (guint i = 0; ok && i < exploring->keeping->len && !fh_process_is_interrupted(); i++)
        ok = take_findings(exploring, &fh_ledger_engine, g_ptr_array_index(exploring->keeping, i),
                           g_ptr_array_index(seen, i), error);
    g_ptr_array_set_size(exploring->keeping, 0);
    return ok;
}

static void show_progress(const struct exploring *exploring)
{
    const struct fh_exploration *exploration = exploring->exploration;
    if (exploration->shows_progress)
        fprintf(stderr, "\r\033[K%" G_GUINT64_FORMAT " sequences, %u finds", exploration->n_runs,
                exploration->finds->len);
}

static gboolean explore(struct exploring *exploring, GError **error)
{
    while (!is_over(exploring)) {
        if (!run_batch(exploring, error))
            return FALSE;
        const gboolean is_time = exploring->n_batches % SAMPLE_EVERY == 2 || is_over(exploring);
        if (is_time && (!run_sample(exploring, error) || !run_keeping(exploring, error)))
            return FALSE;
        show_progress(exploring);
    }
    return TRUE;
}

gboolean fh_explore(struct fh_exploration *exploration, GError **error)
{
    g_autoptr(GPtrArray) waiting = g_ptr_array_new_with_free_func(waiting_free);
    g_autoptr(GPtrArray) sample = g_ptr_array_new_with_free_func((GDestroyNotify)fh_sequence_free);
    g_autoptr(GPtrArray) keeping = g_ptr_array_new_with_free_func((GDestroyNotify)fh_sequence_free);
    struct exploring exploring = {
        .exploration = exploration, .waiting = waiting, .sample = sample, .keeping = keeping};
    exploration->generator = fh_generator_new(exploration->callables, exploration->seed);
    exploration->finds = fh_finds_new();
    exploration->undone = fh_finds_new();
    exploring.end =
        exploration->seconds > 0 ? g_get_monotonic_time() + (gint64)exploration->seconds * G_USEC_PER_SEC : 0;
    gboolean ok = !fh_callables_any(exploration->callables) || explore(&exploring, error);
    take_start_ups(exploration);
    if (exploration->shows_progress)
        fprintf(stderr, "\r\033[K");
    return ok;
}

void fh_exploration_finish(struct fh_exploration *exploration)
{
    g_clear_pointer(&exploration->generator, fh_generator_free);
    g_clear_pointer(&exploration->finds, g_ptr_array_unref);
    g_clear_pointer(&exploration->undone, g_ptr_array_unref);
    g_clear_pointer(&exploration->why_not_judged, g_free);
    g_clear_pointer(&exploration->why_not_sampled, g_free);
}
