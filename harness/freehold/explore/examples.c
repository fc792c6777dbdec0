// SPDX-License-Identifier: MIT
#include "explore/examples.h"

#include <string.h>

#include "script/marks.h"

/* One scenario, while its calls are read. */
struct reading {
    const struct fh_source *source;
    GPtrArray *examples;
    GHashTable *declared; /* char * → const struct fh_statement *: variables with a plain value */
};

static void example_free(gpointer data)
{
    struct fh_example *example = data;
    g_free(example->function);
    g_free(example->before);
    g_ptr_array_unref(example->arguments);
    g_free(example);
}

GPtrArray *fh_examples_new(void)
{
    return g_ptr_array_new_with_free_func(example_free);
}

static char *text_of(const struct fh_source *source, struct fh_span span)
{
    return g_strndup(source->text + span.offset, span.length);
}

static gboolean is_constant(const char *name)
{
    gboolean has_letter = FALSE;
    for (; *name; name++) {
        if (g_ascii_islower(*name))
            return FALSE;
        has_letter |= g_ascii_isupper(*name);
    }
    return has_letter;
}

/* It means the same wherever it stands: names in capitals are the header's. */
static gboolean is_plain(const struct fh_expr *expr)
{
    if (!expr)
        return TRUE;
    if (expr->kind == FH_EXPR_NAME)
        return is_constant(expr->text);
    if (expr->kind == FH_EXPR_CALL || expr->kind == FH_EXPR_ADDRESS || expr->kind == FH_EXPR_DEREF ||
        expr->kind == FH_EXPR_INDEX || expr->kind == FH_EXPR_FIELD || expr->kind == FH_EXPR_ARROW)
        return FALSE;
    for (guint i = 0; expr->list && i < expr->list->len; i++)
        if (!is_plain(((const struct fh_item *)g_ptr_array_index(expr->list, i))->value))
            return FALSE;
    return is_plain(expr->left) && is_plain(expr->right) && is_plain(expr->array_length);
}

/* The declaration with its name made the step's own. Caller owns. */
static char *declaration(const struct reading *reading, const struct fh_statement *statement)
{
    guint32 start = statement->name.span.offset + statement->name.span.length;
    g_autofree char *type =
        text_of(reading->source, (struct fh_span){statement->span.offset,
                                                  statement->name.span.offset - statement->span.offset});
    g_autofree char *rest = text_of(
        reading->source, (struct fh_span){start, statement->span.offset + statement->span.length - start});
    return g_strdup_printf("    %s%s_$%s\n", type, statement->name.text, rest);
}

/* NULL: it was made before. Caller owns. */
static char *argument_text(const struct reading *reading, const struct fh_expr *value, GString *before)
{
    const struct fh_expr *name = value->kind == FH_EXPR_ADDRESS ? value->left : value;
    const struct fh_statement *statement =
        name->kind == FH_EXPR_NAME ? g_hash_table_lookup(reading->declared, name->text) : NULL;
    if (statement) {
        g_autofree char *line = declaration(reading, statement);
        if (!strstr(before->str, line))
            g_string_append(before, line);
        return g_strdup_printf("%s%s_$", value->kind == FH_EXPR_ADDRESS ? "&" : "", name->text);
    }
    g_autofree char *text = is_plain(value) ? text_of(reading->source, value->span) : NULL;
    return text && !strpbrk(text, "$\n") ? g_steal_pointer(&text) : NULL;
}

static gboolean is_same(const struct fh_example *a, const struct fh_example *b)
{
    if (!g_str_equal(a->function, b->function) || !g_str_equal(a->before, b->before) ||
        a->arguments->len != b->arguments->len)
        return FALSE;
    for (guint i = 0; i < a->arguments->len; i++)
        if (g_strcmp0(g_ptr_array_index(a->arguments, i), g_ptr_array_index(b->arguments, i)) != 0)
            return FALSE;
    return TRUE;
}

static void add(const struct reading *reading, struct fh_example *take_example)
{
    for (guint i = 0; i < reading->examples->len; i++)
        if (is_same(g_ptr_array_index(reading->examples, i), take_example)) {
            example_free(take_example);
            return;
        }
    g_ptr_array_add(reading->examples, take_example);
}

static void read_calls(const struct reading *reading, const struct fh_expr *expr)
{
    if (!expr)
        return;
    for (guint i = 0; expr->list && i < expr->list->len; i++)
        read_calls(reading, ((const struct fh_item *)g_ptr_array_index(expr->list, i))->value);
    read_calls(reading, expr->left);
    read_calls(reading, expr->right);
    if (expr->kind != FH_EXPR_CALL || expr->left->kind != FH_EXPR_NAME)
        return;
    g_autoptr(GString) before = g_string_new(NULL);
    struct fh_example *example = g_new0(struct fh_example, 1);
    example->function = g_strdup(expr->left->text);
    example->arguments = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < expr->list->len; i++)
        g_ptr_array_add(example->arguments,
                        argument_text(reading,
                                      ((const struct fh_item *)g_ptr_array_index(expr->list, i))->value,
                                      before));
    example->before = g_strdup(before->str);
    add(reading, example);
}

static void read_body(const struct reading *reading, const GPtrArray *body)
{
    for (guint i = 0; i < body->len; i++) {
        const struct fh_statement *statement = g_ptr_array_index(body, i);
        if (statement->kind == FH_STATEMENT_DECLARE && is_plain(statement->value) &&
            is_plain(statement->length))
            g_hash_table_insert(reading->declared, statement->name.text, (gpointer)statement);
        read_calls(reading, statement->target);
        read_calls(reading, statement->value);
        if (statement->body && statement->kind != FH_STATEMENT_CALLBACK)
            read_body(reading, statement->body);
    }
}

void fh_examples_read(GPtrArray *examples, const struct fh_script *script)
{
    for (guint i = 0; i < script->scenarios->len; i++) {
        const struct fh_scenario *scenario = g_ptr_array_index(script->scenarios, i);
        g_autoptr(GHashTable) declared = g_hash_table_new(g_str_hash, g_str_equal);
        const struct reading reading = {script->source, examples, declared};
        if (!fh_scenario_has_marks(scenario))
            read_body(&reading, scenario->body);
    }
}
