// SPDX-License-Identifier: MIT
#include "command/mutation.h"

#include <stdio.h>

#include "base/error.h"
#include "command/trial.h"
#include "engine/engine.h"
#include "library/linked_files.h"
#include "model/finding.h"
#include "model/result.h"
#include "mutate/edit.h"
#include "script/marks.h"

/* A scenario as it is, with what each engine said of it. */
struct original {
    const struct fh_script *script;
    const struct fh_scenario *scenario;
    char *name;           /* in the trial */
    gboolean was_fit;     /* some engine passes it */
    char *why_not;        /* of the engine that said so last */
    guint first, n_fated; /* its mutants in the run's list */
};

/* All that one library's mutants need. */
struct trials {
    struct fh_mutation_run *run;
    const struct fh_suite_part *part;
    GHashTable *defined;
    GPtrArray *originals; /* struct original * */
    GPtrArray *names;     /* char *: of the run's mutants from `first` on, in the trial */
    GHashTable *proofs;   /* struct fh_fated * → whether each engine that passed it saw the same lives */
    guint first;
    guint counter; /* for names */
};

const char *fh_fate_name(enum fh_fate fate)
{
    static const char *const names[FH_FATE_COUNT] = {[FH_FATE_CAUGHT] = "caught",
                                                     [FH_FATE_EQUIVALENT] = "equivalent",
                                                     [FH_FATE_SURVIVED] = "survived",
                                                     [FH_FATE_NOT_JUDGED] = "not judged",
                                                     [FH_FATE_REFUSED] = "refused"};
    return names[fate];
}

static void fated_free(gpointer data)
{
    struct fh_fated *fated = data;
    g_free(fated->reason);
    g_free(fated);
}

static void original_free(gpointer data)
{
    struct original *original = data;
    g_free(original->name);
    g_free(original->why_not);
    g_free(original);
}

static char *next_name(gpointer data)
{
    struct trials *trials = data;
    char *name = g_strdup_printf("%u", ++trials->counter);
    g_ptr_array_add(trials->names, g_strdup(name));
    return name;
}

static void add_scenario(struct trials *trials, const struct fh_script *script,
                         const struct fh_scenario *scenario)
{
    struct fh_mutation_run *run = trials->run;
    run->n_scenarios++;
    if (fh_scenario_has_marks(scenario)) {
        run->n_marked++;
        return;
    }
    GPtrArray *mutants = fh_mutants_of(script, scenario, trials->part->api, next_name, trials);
    struct original *original = g_new0(struct original, 1);
    *original = (struct original){.script = script,
                                  .scenario = scenario,
                                  .name = g_strdup_printf("as it is: %u", ++trials->counter),
                                  .first = run->fated->len,
                                  .n_fated = mutants->len};
    g_ptr_array_add(run->lists, mutants);
    g_ptr_array_add(trials->originals, original);
    for (guint i = 0; i < mutants->len; i++) {
        struct fh_fated *fated = g_new0(struct fh_fated, 1);
        *fated = (struct fh_fated){.mutant = g_ptr_array_index(mutants, i),
                                   .file = script->source->path,
                                   .scenario = scenario->name,
                                   .part = trials->part,
                                   .fate = FH_FATE_NOT_JUDGED};
        g_ptr_array_add(run->fated, fated);
    }
}

static struct fh_fated *fated_at(const struct trials *trials, guint index)
{
    return g_ptr_array_index(trials->run->fated, index);
}

static const char *name_at(const struct trials *trials, guint index)
{
    return g_ptr_array_index(trials->names, index - trials->first);
}

static gboolean is_open(const struct fh_fated *fated)
{
    return fated->fate == FH_FATE_NOT_JUDGED || fated->fate == FH_FATE_SURVIVED;
}

static void add_open(const struct trials *trials, const struct original *original, GPtrArray *scenarios)
{
    guint before = scenarios->len;
    for (guint i = original->first; i < original->first + original->n_fated; i++)
        if (is_open(fated_at(trials, i)))
            g_ptr_array_add(scenarios, fh_tried_new(g_strdup(name_at(trials, i)),
                                                    g_strdup(fated_at(trials, i)->mutant->text)));
    if (scenarios->len > before)
        g_ptr_array_add(scenarios, fh_tried_new(g_strdup(original->name),
                                                fh_scenario_edit(original->script->source, original->scenario,
                                                                 original->name, NULL)));
}

static void show_progress(const struct trials *trials, const GPtrArray *scenarios, const char *engine)
{
    if (trials->run->shows_progress)
        fprintf(stderr, "%u scenarios under %s …\n", scenarios->len, engine);
}

static const char *config_path(const struct trials *trials)
{
    for (guint i = 0; i < trials->run->suite->configs->len; i++) {
        const struct fh_config *config = g_ptr_array_index(trials->run->suite->configs, i);
        if (g_ptr_array_find(config->libraries, trials->part->config, NULL))
            return config->path;
    }
    return NULL;
}

static GHashTable *by_name(const struct fh_report *report)
{
    GHashTable *results = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; report && i < report->results->len; i++) {
        struct fh_result *result = g_ptr_array_index(report->results, i);
        g_hash_table_insert(results, result->scenario, result);
    }
    return results;
}

static gboolean is_same_step(const struct fh_block_step *a, const struct fh_block_step *b)
{
    return a->action == b->action && a->holder == b->holder && a->domain == b->domain &&
           g_strcmp0(a->function, b->function) == 0;
}

static gboolean is_same_life(const struct fh_block_life *a, const struct fh_block_life *b)
{
    if (a->size != b->size || a->alignment != b->alignment || a->allocated_by != b->allocated_by ||
        a->steps->len != b->steps->len)
        return FALSE;
    for (guint i = 0; i < a->steps->len; i++)
        if (!is_same_step(g_ptr_array_index(a->steps, i), g_ptr_array_index(b->steps, i)))
            return FALSE;
    return TRUE;
}

/* Lines are not compared: a mutant has others. */
static gboolean has_same_lives(const struct fh_timeline *a, const struct fh_timeline *b)
{
    if (!a || !b || a->n_left_out > 0 || b->n_left_out > 0 || a->lives->len != b->lives->len)
        return FALSE;
    for (guint i = 0; i < a->lives->len; i++)
        if (!is_same_life(g_ptr_array_index(a->lives, i), g_ptr_array_index(b->lives, i)))
            return FALSE;
    return TRUE;
}

static char *first_fault(const struct fh_result *result)
{
    if (result->findings->len > 0) {
        const struct fh_finding *finding = g_ptr_array_index(result->findings, 0);
        return g_strdup(fh_kind_info(finding->kind)->name);
    }
    if (result->unmet->len > 0)
        return g_strdup(((const struct fh_unmet *)g_ptr_array_index(result->unmet, 0))->message);
    return g_strdup(result->reason);
}

static void judge(const struct trials *trials, struct fh_fated *fated, const struct fh_engine *engine,
                  const struct fh_result *result, const struct fh_result *original)
{
    if (result->verdict == FH_VERDICT_FAIL) {
        fated->fate = FH_FATE_CAUGHT;
        fated->engine = engine->name;
        g_free(fated->reason);
        fated->reason = first_fault(result);
    } else if (result->verdict == FH_VERDICT_PASS) {
        gboolean is_same = has_same_lives(result->timeline, original->timeline);
        gpointer other;
        gboolean was_same =
            !g_hash_table_lookup_extended(trials->proofs, fated, NULL, &other) || GPOINTER_TO_INT(other);
        g_hash_table_insert(trials->proofs, fated, GINT_TO_POINTER(is_same && was_same));
        fated->fate = FH_FATE_SURVIVED;
        g_clear_pointer(&fated->reason, g_free);
    } else if (fated->fate == FH_FATE_NOT_JUDGED) {
        g_free(fated->reason);
        fated->reason = g_strdup_printf("%s: %s", engine->name, result->reason);
    }
}

/* Every read and write, in whatever code. */
static gboolean sees_accesses(const struct fh_engine *engine)
{
    guint kind = 1u << FH_KIND_USE_AFTER_FREE;
    return (engine->visibility.visible_kinds & kind) && !(engine->visibility.partial_kinds & kind);
}

static void judge_mutants(const struct trials *trials, struct original *original,
                          const struct fh_engine *engine, GHashTable *results, GHashTable *refused)
{
    const struct fh_result *as_it_is = g_hash_table_lookup(results, original->name);
    if (!as_it_is)
        return;
    if (as_it_is->verdict != FH_VERDICT_PASS) {
        g_free(original->why_not);
        original->why_not = g_strdup_printf("%s: %s", engine->name, fh_verdict_name(as_it_is->verdict));
        return;
    }
    original->was_fit = TRUE;
    for (guint i = original->first; i < original->first + original->n_fated; i++) {
        struct fh_fated *fated = fated_at(trials, i);
        const struct fh_result *result = g_hash_table_lookup(results, name_at(trials, i));
        if (g_hash_table_contains(refused, name_at(trials, i)))
            fated->fate = FH_FATE_REFUSED;
        else if (result && is_open(fated))
            judge(trials, fated, engine, result, as_it_is);
        if (result && result->verdict == FH_VERDICT_PASS && sees_accesses(engine) &&
            GPOINTER_TO_INT(g_hash_table_lookup(trials->proofs, fated)))
            fated->fate = FH_FATE_EQUIVALENT;
    }
}

static gboolean try_engine(struct trials *trials, const struct fh_engine *engine, GError **error)
{
    g_autoptr(GPtrArray) scenarios = g_ptr_array_new_with_free_func((GDestroyNotify)fh_tried_free);
    g_autofree char *folder = g_build_filename(trials->part->build_dir, "mutate", NULL);
    g_autoptr(GError) failure = NULL;
    for (guint i = 0; i < trials->originals->len; i++)
        add_open(trials, g_ptr_array_index(trials->originals, i), scenarios);
    if (scenarios->len == 0)
        return TRUE;
    show_progress(trials, scenarios, engine->name);
    const struct fh_trial trial = {.config = config_path(trials),
                                   .build_dir = trials->part->build_dir,
                                   .folder = folder,
                                   .library = trials->part->config->name,
                                   .profile = trials->run->options->profile,
                                   .api = trials->part->api,
                                   .defined = trials->defined};
    fh_auto(fh_report) report = fh_trial_report(&trial, scenarios, engine->name, &failure);
    if (failure) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return FALSE;
    }
    g_autoptr(GHashTable) results = by_name(report);
    g_autoptr(GHashTable) refused = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < scenarios->len; i++) {
        const struct fh_tried *tried = g_ptr_array_index(scenarios, i);
        if (!tried->is_valid)
            g_hash_table_add(refused, tried->name);
    }
    for (guint i = 0; i < trials->originals->len; i++)
        judge_mutants(trials, g_ptr_array_index(trials->originals, i), engine, results, refused);
    return TRUE;
}

/* They would be caught whatever they did: that shows nothing. */
static void leave_out_unfit(struct trials *trials)
{
    for (guint i = trials->originals->len; i > 0; i--) {
        const struct original *original = g_ptr_array_index(trials->originals, i - 1);
        if (original->was_fit || original->n_fated == 0)
            continue;
        g_ptr_array_add(trials->run->unfit,
                        g_strdup_printf("%s:%u: %s (%s)", original->script->source->path,
                                        original->scenario->line, original->scenario->name,
                                        original->why_not ? original->why_not : "it was not run"));
        g_ptr_array_remove_range(trials->run->fated, original->first, original->n_fated);
    }
}

static gboolean try_part(struct fh_mutation_run *run, const struct fh_suite_part *part, GError **error)
{
    g_autoptr(GHashTable) defined = fh_linked_symbols(part->library, error);
    if (!defined)
        return FALSE;
    g_autoptr(GPtrArray) originals = g_ptr_array_new_with_free_func(original_free);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) proofs = g_hash_table_new(NULL, NULL);
    struct trials trials = {.run = run,
                            .part = part,
                            .defined = defined,
                            .originals = originals,
                            .names = names,
                            .proofs = proofs,
                            .first = run->fated->len};
    for (guint i = 0; i < part->scripts->len; i++) {
        const struct fh_script *script = g_ptr_array_index(part->scripts, i);
        for (guint j = 0; j < script->scenarios->len; j++)
            add_scenario(&trials, script, g_ptr_array_index(script->scenarios, j));
    }
    for (guint i = 0; i < run->engines->len; i++)
        if (!try_engine(&trials, g_ptr_array_index(run->engines, i), error))
            return FALSE;
    leave_out_unfit(&trials);
    return TRUE;
}

gboolean fh_mutation_run(struct fh_mutation_run *run, GError **error)
{
    run->lists = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    run->fated = g_ptr_array_new_with_free_func(fated_free);
    run->unfit = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < run->suite->parts->len; i++)
        if (!try_part(run, g_ptr_array_index(run->suite->parts, i), error))
            return FALSE;
    return TRUE;
}

void fh_mutation_run_finish(struct fh_mutation_run *run)
{
    g_clear_pointer(&run->fated, g_ptr_array_unref);
    g_clear_pointer(&run->lists, g_ptr_array_unref);
    g_clear_pointer(&run->unfit, g_ptr_array_unref);
}

guint fh_mutation_count(const struct fh_mutation_run *run, enum fh_fate fate)
{
    guint count = 0;
    for (guint i = 0; i < run->fated->len; i++)
        count += ((const struct fh_fated *)g_ptr_array_index(run->fated, i))->fate == fate;
    return count;
}
