// SPDX-License-Identifier: MIT
#include "mutate/mutants.h"

#include <string.h>

#include "api/lengths.h"
#include "mutate/edit.h"
#include "mutate/releases.h"

/* A library with many types has many release functions; one of them in the place of another shows as much as
 * all of them would. */
#define OTHERS_MAX 3

/* What one scenario's mutants are made of. */
struct maker {
    const struct fh_source *source;
    const struct fh_scenario *scenario;
    const struct fh_api *api;
    fh_mutant_namer *namer;
    gpointer data;
    GPtrArray *releasers; /* const struct fh_function * */
    GPtrArray *mutants;
};

static void mutant_free(gpointer data)
{
    struct fh_mutant *mutant = data;
    g_free(mutant->place);
    g_free(mutant->change);
    g_free(mutant->text);
    g_free(mutant);
}

const char *fh_mutation_name(enum fh_mutation mutation)
{
    static const char *const names[FH_MUTATION_COUNT] = {
        [FH_MUTATION_DROP_RELEASE] = "drop-release",
        [FH_MUTATION_RELEASE_TWICE] = "release-twice",
        [FH_MUTATION_RELEASE_BY_ANOTHER] = "release-by-another",
        [FH_MUTATION_USE_AFTER_RELEASE] = "use-after-release",
        [FH_MUTATION_RELEASE_BORROWED] = "release-borrowed",
        [FH_MUTATION_SHIFT_POINTER] = "shift-pointer",
        [FH_MUTATION_SHORTEN_LENGTH] = "shorten-length",
        [FH_MUTATION_KEEP_VIEW] = "keep-view",
    };
    return names[mutation];
}

/* On one line, blanks and line ends as one blank. Caller owns. */
static char *on_one_line(const char *text)
{
    GString *line = g_string_new(NULL);
    for (const char *at = text; *at != '\0'; at++)
        if (!g_ascii_isspace(*at))
            g_string_append_c(line, *at);
        else if (line->len > 0 && line->str[line->len - 1] != ' ')
            g_string_append_c(line, ' ');
    return g_string_free(line, FALSE);
}

/* `change`: for readers. Takes it. */
static void add(const struct maker *maker, enum fh_mutation mutation, const struct fh_statement *statement,
                const struct fh_edit *edit, char *take_change)
{
    g_autofree char *name = maker->namer(maker->data);
    g_autofree char *place = fh_span_text(maker->source, statement->span);
    struct fh_mutant *mutant = g_new0(struct fh_mutant, 1);
    mutant->mutation = mutation;
    mutant->line = statement->line;
    mutant->place = on_one_line(place);
    mutant->change = take_change;
    mutant->text = fh_scenario_edit(maker->source, maker->scenario, name, edit);
    g_ptr_array_add(maker->mutants, mutant);
}

static void replace(const struct maker *maker, enum fh_mutation mutation,
                    const struct fh_statement *statement, struct fh_span span, const char *text)
{
    const struct fh_edit edit = {span, text};
    guint32 end = statement->span.offset + statement->span.length;
    g_autofree char *before = fh_span_text(
        maker->source, (struct fh_span){statement->span.offset, span.offset - statement->span.offset});
    g_autofree char *after = fh_span_text(
        maker->source, (struct fh_span){span.offset + span.length, end - span.offset - span.length});
    g_autofree char *whole = g_strconcat(before, text, after, NULL);
    add(maker, mutation, statement, &edit, on_one_line(whole));
}

static void insert_after(const struct maker *maker, enum fh_mutation mutation,
                         const struct fh_statement *statement, const char *line)
{
    g_autofree char *text = g_strdup_printf("\n    %s", line);
    const struct fh_edit edit = {{statement->span.offset + statement->span.length, 0}, text};
    g_autofree char *said = on_one_line(line);
    add(maker, mutation, statement, &edit, g_strdup_printf("then %s", said));
}

static void drop(const struct maker *maker, const struct fh_statement *statement)
{
    const struct fh_edit edit = {statement->span, ""};
    if (statement->kind == FH_STATEMENT_EXPRESSION)
        add(maker, FH_MUTATION_DROP_RELEASE, statement, &edit, g_strdup("(nothing)"));
}

static void twice(const struct maker *maker, const struct fh_statement *statement)
{
    g_autofree char *again = fh_span_text(maker->source, statement->span);
    insert_after(maker, FH_MUTATION_RELEASE_TWICE, statement, again);
}

/* `function(block)`, with a cast to what it takes. Caller owns. */
static char *call_with(const struct maker *maker, const struct fh_function *function,
                       const struct fh_expr *block)
{
    g_autofree char *text = fh_span_text(maker->source, block->span);
    const struct fh_parameter *taken = g_ptr_array_index(function->parameters, 0);
    return g_strdup_printf("%s((%s)(%s))", function->name, taken->type->name, text);
}

static gboolean releases_pointer(const struct fh_release *release)
{
    const struct fh_parameter *taken = g_ptr_array_index(release->function->parameters, release->argument);
    return taken->type->kind == FH_TYPE_POINTER;
}

static void by_another(const struct maker *maker, const struct fh_statement *statement,
                       const struct fh_release *release)
{
    guint count = 0;
    for (guint i = maker->releasers->len; i > 0 && count < OTHERS_MAX; i--) {
        const struct fh_function *other = g_ptr_array_index(maker->releasers, i - 1);
        if (other == release->function)
            continue;
        g_autofree char *call = call_with(maker, other, release->block);
        replace(maker, FH_MUTATION_RELEASE_BY_ANOTHER, statement, release->call->span, call);
        count++;
    }
}

static void shift(const struct maker *maker, const struct fh_statement *statement,
                  const struct fh_release *release)
{
    const struct fh_parameter *taken = g_ptr_array_index(release->function->parameters, release->argument);
    g_autofree char *block = fh_span_text(maker->source, release->block->span);
    const struct fh_item *argument = g_ptr_array_index(release->call->list, release->argument);
    g_autofree char *text = g_strdup_printf("(%s)((char *)(%s) + 1)", taken->type->name, block);
    replace(maker, FH_MUTATION_SHIFT_POINTER, statement, argument->value->span, text);
}

/* "x == null" looks at the pointer, and at nothing that it points to. */
static gboolean compares_with_null(const struct fh_statement *statement)
{
    return statement->kind == FH_STATEMENT_EXPECT && statement->target->kind == FH_EXPR_NAME &&
           statement->value->kind == FH_EXPR_NULL;
}

/* Statements that only look at the variable can stand anywhere that it exists. */
static gboolean only_uses(const struct maker *maker, const struct fh_statement *statement,
                          const char *variable)
{
    struct fh_release release;
    return (statement->kind == FH_STATEMENT_EXPRESSION || statement->kind == FH_STATEMENT_EXPECT ||
            statement->kind == FH_STATEMENT_READ) &&
           !compares_with_null(statement) && fh_statement_mentions(statement, variable) &&
           !fh_statement_release(maker->api, statement, &release);
}

/* The last of `body` before `end` that looks at the variable, again; without one, its first byte is read.
 * Caller owns. */
static char *use_of(const struct maker *maker, const GPtrArray *body, guint end, const char *variable)
{
    for (guint i = end; i > 0; i--) {
        const struct fh_statement *statement = g_ptr_array_index(body, i - 1);
        if (only_uses(maker, statement, variable))
            return fh_span_text(maker->source, statement->span);
    }
    return g_strdup_printf("read (const char *)%s, 1", variable);
}

static void use_after(const struct maker *maker, const GPtrArray *body, guint index,
                      const struct fh_release *release)
{
    if (release->block->kind != FH_EXPR_NAME)
        return;
    g_autofree char *use = use_of(maker, body, index, release->block->text);
    insert_after(maker, FH_MUTATION_USE_AFTER_RELEASE, g_ptr_array_index(body, index), use);
}

/* All views into the block that this body has made so far. */
static void keep_views(const struct maker *maker, const GPtrArray *body, guint index,
                       const struct fh_release *release)
{
    for (guint i = 0; release->block->kind == FH_EXPR_NAME && i < index; i++) {
        const char *parent = NULL;
        const char *view = fh_statement_view(maker->api, g_ptr_array_index(body, i), &parent);
        if (!view || g_strcmp0(parent, release->block->text) != 0)
            continue;
        g_autofree char *use = use_of(maker, body, index, view);
        insert_after(maker, FH_MUTATION_KEEP_VIEW, g_ptr_array_index(body, index), use);
    }
}

static void mutate_release(const struct maker *maker, const GPtrArray *body, guint index)
{
    const struct fh_statement *statement = g_ptr_array_index(body, index);
    struct fh_release release;
    if (!fh_statement_release(maker->api, statement, &release))
        return;
    drop(maker, statement);
    twice(maker, statement);
    if (releases_pointer(&release)) {
        if (release.is_end)
            by_another(maker, statement, &release);
        shift(maker, statement, &release);
        use_after(maker, body, index, &release);
    }
    keep_views(maker, body, index, &release);
}

static void mutate_view(const struct maker *maker, const struct fh_statement *statement)
{
    const char *parent;
    const char *view = fh_statement_view(maker->api, statement, &parent);
    for (guint i = 0; view && i < MIN(maker->releasers->len, OTHERS_MAX); i++) {
        const struct fh_function *function =
            g_ptr_array_index(maker->releasers, maker->releasers->len - 1 - i);
        const struct fh_expr name = {.kind = FH_EXPR_NAME, .span = statement->target->span};
        g_autofree char *call = call_with(maker, function, &name);
        insert_after(maker, FH_MUTATION_RELEASE_BORROWED, statement, call);
    }
}

static void shorten_in(const struct maker *maker, const struct fh_statement *statement,
                       const struct fh_expr *call)
{
    const struct fh_function *function = fh_called_function(maker->api, call);
    guint count = function ? MIN(function->parameters->len, call->list->len) : 0;
    for (guint i = 1; i < count; i++) {
        const struct fh_expr *length = ((const struct fh_item *)g_ptr_array_index(call->list, i))->value;
        gboolean is_none = length->kind == FH_EXPR_INTEGER && length->integer == 0;
        if (!fh_is_length(function, i) || is_none)
            continue;
        g_autofree char *text = fh_span_text(maker->source, length->span);
        g_autofree char *shorter = length->kind == FH_EXPR_INTEGER
                                       ? g_strdup_printf("%" G_GUINT64_FORMAT, length->integer - 1)
                                       : g_strdup_printf("%s - 1", text);
        replace(maker, FH_MUTATION_SHORTEN_LENGTH, statement, length->span, shorter);
    }
}

static void mutate_body(const struct maker *maker, const GPtrArray *body)
{
    for (guint i = 0; i < body->len; i++) {
        const struct fh_statement *statement = g_ptr_array_index(body, i);
        mutate_release(maker, body, i);
        mutate_view(maker, statement);
        shorten_in(maker, statement, statement->target);
        shorten_in(maker, statement, statement->value);
        if (statement->body)
            mutate_body(maker, statement->body);
    }
}

GPtrArray *fh_mutants_of(const struct fh_script *script, const struct fh_scenario *scenario,
                         const struct fh_api *api, fh_mutant_namer *namer, gpointer data)
{
    g_autoptr(GPtrArray) releasers = fh_release_functions(api);
    const struct maker maker = {.source = script->source,
                                .scenario = scenario,
                                .api = api,
                                .namer = namer,
                                .data = data,
                                .releasers = releasers,
                                .mutants = g_ptr_array_new_with_free_func(mutant_free)};
    mutate_body(&maker, scenario->body);
    return maker.mutants;
}
