// SPDX-License-Identifier: MIT
#include "command/learn.h"

#include "base/error.h"
#include "command/trial.h"
#include "draft/call.h"
#include "draft/pairs.h"
#include "draft/scenario.h"

/* Handles that need handles: so often what is confirmed is used to confirm the rest. */
#define ROUNDS 2

/* A library without pairs shows no more by many calls than by some. */
#define ALONE_MAX 40

static GPtrArray *tried_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)fh_tried_free);
}

/* What a trial calls it: no two are alike. Caller owns. */
static char *trial_name(guint pair, guint variant, enum fh_twin twin)
{
    return g_strdup_printf("%u %u %d", pair, variant, twin);
}

/* Of one of `some`: learning->pairs, or its lenders. */
static void add_trial_of(const struct fh_learning *learning, const GPtrArray *some, GPtrArray *scenarios,
                         guint index, guint variant, enum fh_twin twin)
{
    char *name = trial_name(index, variant, twin);
    char *text = fh_draft_scenario(learning->pairs, learning->lenders, g_ptr_array_index(some, index),
                                   variant, twin, name);
    g_ptr_array_add(scenarios, fh_tried_new(name, text ? text : g_strdup("")));
}

static void add_trial(const struct fh_learning *learning, GPtrArray *scenarios, guint index, guint variant,
                      enum fh_twin twin)
{
    add_trial_of(learning, learning->pairs, scenarios, index, variant, twin);
}

static gboolean has_passed(GHashTable *passed, guint index, guint variant, enum fh_twin twin)
{
    g_autofree char *name = trial_name(index, variant, twin);
    return g_hash_table_contains(passed, name);
}

static GHashTable *try_out(const struct fh_learning *learning, const GPtrArray *scenarios,
                           const char *engines, GError **error)
{
    const struct fh_trial trial = {.config = learning->config,
                                   .build_dir = learning->build_dir,
                                   .folder = learning->folder,
                                   .api = learning->api,
                                   .defined = learning->defined,
                                   .why = learning->why};
    return fh_trial_run(&trial, scenarios, engines, error);
}

/* A candidate's call that leaves nothing behind proves nothing if it gave out no block: so it is also left
 * out of it. */
static void add_way(const struct fh_learning *learning, GPtrArray *scenarios, guint index, guint variant)
{
    const struct fh_draft_pair *pair = g_ptr_array_index(learning->pairs, index);
    add_trial(learning, scenarios, index, variant, FH_TWIN_CLEAN);
    if (pair->is_candidate)
        add_trial(learning, scenarios, index, variant, FH_TWIN_LEAK);
}

static gboolean is_shown(const struct fh_learning *learning, GHashTable *passed, guint index, guint variant)
{
    const struct fh_draft_pair *pair = g_ptr_array_index(learning->pairs, index);
    return has_passed(passed, index, variant, FH_TWIN_CLEAN) &&
           (!pair->is_candidate || has_passed(passed, index, variant, FH_TWIN_LEAK));
}

/* In how many ways a call differs: without handles, for one, half of the variants are the other half. */
static GArray *ways_of(const struct fh_learning *learning, const struct fh_draft_pair *pair)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GArray *ways = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint v = 0; v < FH_CALL_VARIANTS && !pair->is_confirmed; v++) {
        char *text = fh_draft_scenario(learning->pairs, learning->lenders, pair, v, FH_TWIN_CLEAN, "");
        if (text && g_hash_table_add(seen, text))
            g_array_append_val(ways, v);
    }
    return ways;
}

static void add_variants(const struct fh_learning *learning, GPtrArray *scenarios, guint index)
{
    g_autoptr(GArray) ways = ways_of(learning, g_ptr_array_index(learning->pairs, index));
    for (guint i = 0; i < ways->len; i++)
        add_way(learning, scenarios, index, g_array_index(ways, guint, i));
}

/* With its release, nothing was amiss. Without it, that may be so, too: of one reference more to what the
 * library keeps, nobody sees that it was not given back. A candidate that returns something rather looks at
 * its argument. */
static void note_taken(struct fh_learning *learning, GHashTable *passed, guint index)
{
    const struct fh_draft_pair *pair = g_ptr_array_index(learning->pairs, index);
    gboolean may_take = !pair->is_candidate || pair->release->type->result->kind == FH_TYPE_VOID;
    for (guint v = 0; may_take && pair->given == FH_GIVEN_RESULT && v < FH_CALL_VARIANTS; v++)
        if (has_passed(passed, index, v, FH_TWIN_CLEAN))
            g_hash_table_add(learning->taken, (gpointer)pair->producer);
}

/* All variants of what is not confirmed: the first that is clean is taken. */
static gboolean confirm(struct fh_learning *learning, GError **error)
{
    g_autoptr(GPtrArray) scenarios = tried_new();
    for (guint i = 0; i < learning->pairs->len; i++)
        add_variants(learning, scenarios, i);
    g_autoptr(GHashTable) passed = try_out(learning, scenarios, "ledger", error);
    if (!passed)
        return FALSE;
    for (guint i = 0; i < learning->pairs->len; i++) {
        struct fh_draft_pair *pair = g_ptr_array_index(learning->pairs, i);
        note_taken(learning, passed, i);
        for (guint v = 0; v < FH_CALL_VARIANTS && !pair->is_confirmed; v++)
            if (is_shown(learning, passed, i, v)) {
                pair->is_confirmed = TRUE;
                pair->variant = v;
            }
    }
    return TRUE;
}

/* What a reader sees: the functions, and what is done with them. Caller owns. */
static char *final_name(const struct fh_draft_pair *pair, enum fh_twin twin)
{
    static const char *const what[FH_TWIN_COUNT] = {[FH_TWIN_LEAK] = "never released",
                                                    [FH_TWIN_FREED_BY_C] = "freed by C",
                                                    [FH_TWIN_FREED_OUTER] = "freed by C",
                                                    [FH_TWIN_FREED_INSIDE] = "freed by C"};
    const char *end = twin != FH_TWIN_CLEAN ? what[twin] : pair->release ? pair->release->name : "called";
    return pair->given == FH_GIVEN_PARAMETER
               ? g_strdup_printf("%s (out %u), %s", pair->producer->name, pair->parameter + 1, end)
               : g_strdup_printf("%s, %s", pair->producer->name, end);
}

/* `has_clean`: the same calls are kept as a scenario that does nothing wrong. */
static void keep(struct fh_learning *learning, const struct fh_draft_pair *pair, enum fh_twin twin,
                 gboolean has_clean)
{
    char *name = final_name(pair, twin);
    struct fh_tried *tried = fh_tried_new(
        name, fh_draft_scenario(learning->pairs, learning->lenders, pair, pair->variant, twin, name));
    tried->beside = has_clean && twin != FH_TWIN_CLEAN ? final_name(pair, FH_TWIN_CLEAN) : NULL;
    g_ptr_array_add(learning->scenarios, tried);
}

static guint blocks_of(GHashTable *passed, guint index, guint variant)
{
    g_autofree char *name = trial_name(index, variant, FH_TWIN_CLEAN);
    return GPOINTER_TO_UINT(g_hash_table_lookup(passed, name));
}

static gboolean has_passed_wrong(GHashTable *passed, guint index, guint variant)
{
    for (int twin = FH_TWIN_LEAK; twin < FH_TWIN_COUNT; twin++)
        if (has_passed(passed, index, variant, (enum fh_twin)twin))
            return TRUE;
    return FALSE;
}

/* The clean one, as its handles are made by now, and its twins, which must show what they do wrong. A pair
 * that shows nothing has given out no block. That is noted last: what is kept is what was tried. */
static gboolean keep_twins(struct fh_learning *learning, GError **error)
{
    g_autoptr(GPtrArray) scenarios = tried_new();
    for (guint i = 0; i < learning->pairs->len; i++) {
        const struct fh_draft_pair *pair = g_ptr_array_index(learning->pairs, i);
        for (int twin = FH_TWIN_CLEAN; pair->is_confirmed && twin < FH_TWIN_COUNT; twin++)
            add_trial(learning, scenarios, i, pair->variant, (enum fh_twin)twin);
    }
    g_autoptr(GHashTable) passed = try_out(learning, scenarios, "ledger", error);
    if (!passed)
        return FALSE;
    for (guint i = 0; i < learning->pairs->len; i++) {
        const struct fh_draft_pair *pair = g_ptr_array_index(learning->pairs, i);
        if (!has_passed(passed, i, pair->variant, FH_TWIN_CLEAN))
            continue;
        for (int twin = FH_TWIN_CLEAN; twin < FH_TWIN_COUNT; twin++)
            if (has_passed(passed, i, pair->variant, (enum fh_twin)twin))
                keep(learning, pair, (enum fh_twin)twin, TRUE);
    }
    for (guint i = 0; i < learning->pairs->len; i++) {
        struct fh_draft_pair *pair = g_ptr_array_index(learning->pairs, i);
        pair->is_confirmed =
            has_passed(passed, i, pair->variant, FH_TWIN_CLEAN) && has_passed_wrong(passed, i, pair->variant);
        pair->n_blocks = blocks_of(passed, i, pair->variant);
    }
    return TRUE;
}

/* Functions that give nothing that is known to be taken back: what they do alone. */
static gboolean keep_alone(struct fh_learning *learning, GError **error)
{
    g_autoptr(GPtrArray) scenarios = tried_new();
    g_ptr_array_unref(learning->pairs);
    learning->pairs = fh_pairs_of_rest(learning->api, learning->defined);
    if (learning->pairs->len > ALONE_MAX)
        g_ptr_array_set_size(learning->pairs, ALONE_MAX);
    for (guint i = 0; i < learning->pairs->len; i++)
        for (int twin = FH_TWIN_CLEAN; twin <= FH_TWIN_FREED_BY_C; twin++)
            add_trial(learning, scenarios, i, 0, (enum fh_twin)twin);
    g_autoptr(GHashTable) passed = try_out(learning, scenarios, "ledger", error);
    if (!passed)
        return FALSE;
    for (guint i = 0; i < learning->pairs->len; i++) {
        struct fh_draft_pair *pair = g_ptr_array_index(learning->pairs, i);
        pair->is_confirmed = has_passed(passed, i, 0, FH_TWIN_LEAK);
        for (int twin = FH_TWIN_CLEAN; twin <= FH_TWIN_FREED_BY_C; twin++)
            if (has_passed(passed, i, 0, (enum fh_twin)twin))
                keep(learning, pair, (enum fh_twin)twin, has_passed(passed, i, 0, FH_TWIN_CLEAN));
    }
    return TRUE;
}

/* Those that did not take the block back. */
static void drop_candidates(struct fh_learning *learning)
{
    for (guint i = learning->pairs->len; i > 0; i--) {
        const struct fh_draft_pair *pair = g_ptr_array_index(learning->pairs, i - 1);
        if (pair->is_candidate && !pair->is_confirmed)
            g_ptr_array_remove_index(learning->pairs, i - 1);
    }
}

/* A call that seemed to take its handles may have failed with them only while their release was not yet
 * known. */
static gboolean confirm_taken(struct fh_learning *learning, GError **error)
{
    g_autoptr(GPtrArray) scenarios = tried_new();
    for (guint i = 0; i < learning->pairs->len; i++) {
        const struct fh_draft_pair *pair = g_ptr_array_index(learning->pairs, i);
        if (pair->is_confirmed && !fh_call_keeps_handles(pair->variant))
            add_way(learning, scenarios, i, fh_call_with_handles_kept(pair->variant));
    }
    g_autoptr(GHashTable) passed = try_out(learning, scenarios, "ledger", error);
    for (guint i = 0; passed && i < learning->pairs->len; i++) {
        struct fh_draft_pair *pair = g_ptr_array_index(learning->pairs, i);
        const guint kept = fh_call_with_handles_kept(pair->variant);
        if (pair->is_confirmed && is_shown(learning, passed, i, kept))
            pair->variant = kept;
    }
    return passed != NULL;
}

/* Nothing was seen to take back what it gives. */
static gboolean may_lend(const struct fh_learning *learning, const struct fh_draft_pair *lender)
{
    return lender->block->kind == FH_TYPE_POINTER &&
           !g_hash_table_contains(learning->taken, lender->producer);
}

/* A call may show whose its arguments are afterwards. */
static gboolean is_lent_some(const struct fh_function *function)
{
    for (guint i = 0; i < function->parameters->len; i++)
        if (fh_call_takes_handle(g_ptr_array_index(function->parameters, i)) ||
            fh_call_gives_buffer(function, i))
            return TRUE;
    return FALSE;
}

static void add_alone(const struct fh_learning *learning, GPtrArray *scenarios, guint index)
{
    const struct fh_draft_pair *alone = g_ptr_array_index(learning->lenders, index);
    if (!may_lend(learning, alone) && !is_lent_some(alone->producer))
        return;
    g_autoptr(GArray) ways = ways_of(learning, alone);
    for (guint i = 0; i < ways->len; i++)
        add_trial_of(learning, learning->lenders, scenarios, index, g_array_index(ways, guint, i),
                     FH_TWIN_CLEAN);
}

/* The first variant that was clean, those first whose handles stay the caller's. */
static void note_alone(const struct fh_learning *learning, GHashTable *passed, guint index)
{
    struct fh_draft_pair *alone = g_ptr_array_index(learning->lenders, index);
    for (guint v = 0; v < FH_CALL_VARIANTS && !alone->is_called; v++)
        if (has_passed(passed, index, v, FH_TWIN_CLEAN)) {
            alone->is_called = TRUE;
            alone->variant = v;
        }
    alone->is_confirmed = alone->is_called && may_lend(learning, alone);
}

/* What each function does alone: what it gives out, and is not missed at the end though nobody has released
 * it, is lent; and a handle that it is given is still the caller's, or not. */
static gboolean confirm_alone(struct fh_learning *learning, GError **error)
{
    g_autoptr(GPtrArray) scenarios = tried_new();
    for (guint i = 0; i < learning->lenders->len; i++)
        add_alone(learning, scenarios, i);
    g_autoptr(GHashTable) passed = try_out(learning, scenarios, "ledger", error);
    for (guint i = 0; passed && i < learning->lenders->len; i++)
        note_alone(learning, passed, i);
    return passed != NULL;
}

gboolean fh_learn(struct fh_learning *learning, GError **error)
{
    learning->pairs = fh_pairs_find(learning->api, learning->defined);
    learning->lenders = fh_pairs_of_rest(learning->api, learning->defined);
    learning->scenarios = tried_new();
    learning->taken = g_hash_table_new(NULL, NULL);
    for (guint round = 0; learning->pairs->len > 0 && round < ROUNDS; round++)
        if (!confirm(learning, error))
            return FALSE;
    drop_candidates(learning);
    if (!confirm_taken(learning, error) || !keep_twins(learning, error) || !confirm_alone(learning, error) ||
        (learning->scenarios->len == 0 && !keep_alone(learning, error)))
        return FALSE;
    if (learning->scenarios->len > 0)
        return TRUE;
    g_set_error(
        error, FH_ERROR, FH_ERROR_ENVIRONMENT,
        "no function of %s does without arguments that are not to be guessed; write a scenario, and run "
        "freehold check (docs: scenario-language.md)",
        learning->header);
    return FALSE;
}

/* Those that have one beside them, or the others. Their text is borrowed. Caller owns. */
static GPtrArray *select_tried(const struct fh_learning *learning, gboolean has_beside)
{
    GPtrArray *some = g_ptr_array_new();
    for (guint i = 0; i < learning->scenarios->len; i++) {
        struct fh_tried *tried = g_ptr_array_index(learning->scenarios, i);
        if ((tried->beside != NULL) == has_beside)
            g_ptr_array_add(some, tried);
    }
    return some;
}

/* What Valgrind alone sees lies in the calls; so it watches only one of those that make the same, since each
 * violation costs it a start of a second or more. */
GHashTable *fh_learning_confirm(struct fh_learning *learning, GError **error)
{
    g_autoptr(GPtrArray) first = select_tried(learning, FALSE), twins = select_tried(learning, TRUE);
    learning->why = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GHashTable) passed = try_out(learning, first, "valgrind,asan", error);
    g_autoptr(GHashTable) passed_twins = passed ? try_out(learning, twins, "asan", error) : NULL;
    if (!passed_twins)
        return NULL;
    for (guint i = 0; i < twins->len; i++) {
        const struct fh_tried *twin = g_ptr_array_index(twins, i);
        if (g_hash_table_contains(passed_twins, twin->name) && g_hash_table_contains(passed, twin->beside))
            g_hash_table_add(passed, g_strdup(twin->name));
    }
    return g_steal_pointer(&passed);
}

void fh_learning_finish(struct fh_learning *learning)
{
    g_clear_pointer(&learning->pairs, g_ptr_array_unref);
    g_clear_pointer(&learning->lenders, g_ptr_array_unref);
    g_clear_pointer(&learning->scenarios, g_ptr_array_unref);
    g_clear_pointer(&learning->taken, g_hash_table_unref);
    g_clear_pointer(&learning->why, g_hash_table_unref);
}
