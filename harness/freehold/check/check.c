// SPDX-License-Identifier: MIT
#include "check/check.h"

#include "check/builder.h"
#include "check/coverage.h"
#include "check/flow.h"
#include "check/lower.h"
#include "check/statement.h"
#include "model/kinds.h"
#include "script/script.h"

static void add_expectation(struct fh_lowering *l, const struct fh_statement *s, const struct fh_word *word,
                            GArray *expectations)
{
    enum fh_kind kind = fh_kind_from_name(word->text);
    if (kind == 0 || kind == FH_KIND_UNKNOWN) {
        const char *close = fh_closest_name(word->text, fh_kind_names());
        g_autofree char *all = g_strjoinv(", ", (char **)fh_kind_names());
        g_autofree char *help =
            close ? g_strdup_printf("did you mean '%s'?", close) : g_strdup_printf("kinds are: %s", all);
        fh_lower_error(l, word->span, help, "unknown kind of finding '%s'", word->text);
        return;
    }
    for (guint i = 0; i < expectations->len; i++) {
        const struct fh_expectation *other = &g_array_index(expectations, struct fh_expectation, i);
        if (other->line == s->line && other->kind == kind) {
            fh_lower_error(l, word->span, NULL, "'%s' is expected on this line already", word->text);
            return;
        }
    }
    const struct fh_expectation expectation = {.line = s->line, .kind = kind};
    g_array_append_val(expectations, expectation);
}

static void collect_expectations(struct fh_lowering *l, const GPtrArray *statements,
                                 struct fh_planned *planned)
{
    for (guint i = 0; i < statements->len; i++) {
        const struct fh_statement *s = g_ptr_array_index(statements, i);
        for (guint j = 0; s->annotations && j < s->annotations->len; j++)
            add_expectation(l, s, g_ptr_array_index(s->annotations, j), planned->expectations);
        if (s->kind == FH_STATEMENT_EXPECT_HEAP && planned->heap.line != 0)
            fh_lower_error(l, s->span, NULL, "the heap was expected on line %u already", planned->heap.line);
        else if (s->kind == FH_STATEMENT_EXPECT_HEAP)
            planned->heap =
                (struct fh_heap_expectation){.line = s->line, .allocs = s->allocs, .frees = s->frees};
        planned->has_faults |= s->kind == FH_STATEMENT_FAIL;
        if (s->body)
            collect_expectations(l, s->body, planned);
    }
}

static void add_keys(GHashTable *names, GHashTable *table)
{
    GHashTableIter iter;
    gpointer name;
    g_hash_table_iter_init(&iter, table);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        g_hash_table_add(names, name);
}

static void add_parameters(GHashTable *names, GHashTable *callbacks)
{
    GHashTableIter iter;
    gpointer callback;
    g_hash_table_iter_init(&iter, callbacks);
    while (g_hash_table_iter_next(&iter, NULL, &callback)) {
        const GPtrArray *parameters = ((const struct fh_callback *)callback)->statement->parameters;
        for (guint i = 0; i < parameters->len; i++)
            g_hash_table_add(names, ((const struct fh_word *)g_ptr_array_index(parameters, i))->text);
    }
}

static void link_expectations(const struct fh_lowering *l, const GPtrArray *body, GArray *expectations)
{
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    add_keys(names, l->variables);
    add_keys(names, l->callbacks);
    add_parameters(names, l->callbacks);
    for (guint i = 0; i < expectations->len; i++) {
        struct fh_expectation *expectation = &g_array_index(expectations, struct fh_expectation, i);
        expectation->linked = fh_flow_linked(body, expectation->line, names);
    }
}

static void report_unused_callbacks(struct fh_lowering *l)
{
    GHashTableIter iter;
    struct fh_callback *callback;
    g_hash_table_iter_init(&iter, l->callbacks);
    while (g_hash_table_iter_next(&iter, NULL, (gpointer *)&callback))
        if (!callback->type)
            fh_lower_error(l, callback->statement->name.span, "give it to a function, or remove it",
                           "callback '%s' is never used", callback->statement->name.text);
}

/* The bodies follow the scenario's own code; each callback learns where its body starts. */
static void append_callback_code(struct fh_lowering *l)
{
    for (guint i = 0; i < l->callback_code->len; i++) {
        const GArray *code = g_ptr_array_index(l->callback_code, i);
        g_array_index(l->builder->callbacks, struct fh_plan_callback, l->first_callback + i).first =
            l->builder->code->len;
        g_array_append_vals(l->builder->code, code->data, code->len);
    }
}

static void lower_scenario(struct fh_lowering *l, const struct fh_scenario *scenario,
                           struct fh_planned *planned)
{
    fh_lower_begin(l);
    struct fh_plan_scenario entry = {.name = fh_builder_string(l->builder, scenario->name),
                                     .file = fh_builder_string(l->builder, l->source->path),
                                     .line = scenario->line,
                                     .first = l->builder->code->len,
                                     .first_callback = l->first_callback};
    gboolean is_right = fh_lower_block(l, scenario->body);
    fh_builder_emit(l->builder, (struct fh_plan_op){.opcode = FH_OP_END});
    append_callback_code(l);
    if (is_right) /* else what is wrong may have kept them from being used */
        report_unused_callbacks(l);
    collect_expectations(l, scenario->body, planned);
    link_expectations(l, scenario->body, planned->expectations);
    entry.frame_size = l->frame_size;
    entry.n_threads = l->n_threads;
    entry.n_callbacks = l->callback_code->len;
    g_array_append_val(l->builder->scenarios, entry);
    fh_lower_end(l);
}

static void planned_free(gpointer data)
{
    struct fh_planned *planned = data;
    g_free(planned->name);
    g_free(planned->file);
    g_array_unref(planned->expectations);
    g_free(planned);
}

struct fh_planned *fh_planned_new(const char *name, const char *file, guint line, guint index)
{
    struct fh_planned *planned = g_new0(struct fh_planned, 1);
    planned->name = g_strdup(name);
    planned->file = g_strdup(file);
    planned->line = line;
    planned->index = index;
    planned->expectations = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    g_array_set_clear_func(planned->expectations, fh_expectation_clear);
    return planned;
}

struct fh_plan *fh_plan_new(const struct fh_api *api, GHashTable *defined)
{
    struct fh_plan *plan = g_new0(struct fh_plan, 1);
    plan->coverage = fh_coverage_of_api(api, defined);
    plan->scenarios = g_ptr_array_new_with_free_func(planned_free);
    return plan;
}

struct fh_plan *fh_check(const GPtrArray *scripts, struct fh_api *api, GHashTable *defined,
                         struct fh_diagnostics *diagnostics)
{
    fh_auto(fh_builder) builder = fh_builder_new();
    fh_auto(fh_lowering) l = fh_lowering_new(builder, api, defined, diagnostics);
    fh_auto(fh_plan) plan = fh_plan_new(api, defined);
    l->coverage = plan->coverage;
    for (guint i = 0; i < scripts->len; i++) {
        const struct fh_script *script = g_ptr_array_index(scripts, i);
        l->source = script->source;
        for (guint j = 0; j < script->scenarios->len; j++) {
            const struct fh_scenario *scenario = g_ptr_array_index(script->scenarios, j);
            struct fh_planned *planned =
                fh_planned_new(scenario->name, script->source->path, scenario->line, plan->scenarios->len);
            g_ptr_array_add(plan->scenarios, planned);
            lower_scenario(l, scenario, planned);
        }
    }
    if (l->is_wrong)
        return NULL;
    plan->bytes = fh_builder_finish(builder);
    plan->symbols = g_ptr_array_ref(builder->symbol_names);
    return g_steal_pointer(&plan);
}

void fh_plan_free(struct fh_plan *plan)
{
    if (!plan)
        return;
    if (plan->bytes)
        g_byte_array_unref(plan->bytes);
    g_ptr_array_unref(plan->scenarios);
    if (plan->symbols)
        g_ptr_array_unref(plan->symbols);
    fh_coverage_free(plan->coverage);
    g_free(plan);
}
