// SPDX-License-Identifier: MIT
#include "script/tree.h"

struct fh_type_name *fh_type_name_new(void)
{
    return g_new0(struct fh_type_name, 1);
}

void fh_type_name_free(struct fh_type_name *type)
{
    if (!type)
        return;
    g_free(type->base);
    g_free(type);
}

struct fh_expr *fh_expr_new(enum fh_expr_kind kind, struct fh_span span)
{
    struct fh_expr *expr = g_new0(struct fh_expr, 1);
    expr->kind = kind;
    expr->span = span;
    expr->height = 1;
    return expr;
}

void fh_expr_free(struct fh_expr *expr)
{
    if (!expr)
        return;
    g_free(expr->text);
    fh_expr_free(expr->left);
    fh_expr_free(expr->right);
    fh_type_name_free(expr->type);
    fh_expr_free(expr->array_length);
    g_clear_pointer(&expr->list, g_ptr_array_unref);
    g_free(expr);
}

static void free_item(gpointer item)
{
    fh_item_free(item);
}

GPtrArray *fh_items_new(void)
{
    return g_ptr_array_new_with_free_func(free_item);
}

void fh_item_free(struct fh_item *item)
{
    if (!item)
        return;
    g_free(item->designator);
    fh_expr_free(item->value);
    g_free(item);
}

struct fh_statement *fh_statement_new(enum fh_statement_kind kind)
{
    struct fh_statement *statement = g_new0(struct fh_statement, 1);
    statement->kind = kind;
    statement->annotations = fh_words_new();
    return statement;
}

void fh_statement_free(struct fh_statement *statement)
{
    if (!statement)
        return;
    fh_expr_free(statement->target);
    fh_expr_free(statement->value);
    fh_expr_free(statement->count);
    fh_type_name_free(statement->type);
    g_free(statement->name.text);
    fh_expr_free(statement->length);
    g_clear_pointer(&statement->parameters, g_ptr_array_unref);
    g_clear_pointer(&statement->body, g_ptr_array_unref);
    g_ptr_array_unref(statement->annotations);
    g_free(statement);
}

static void free_statement(gpointer statement)
{
    fh_statement_free(statement);
}

GPtrArray *fh_statements_new(void)
{
    return g_ptr_array_new_with_free_func(free_statement);
}

static void free_word(gpointer data)
{
    struct fh_word *word = data;
    g_free(word->text);
    g_free(word);
}

GPtrArray *fh_words_new(void)
{
    return g_ptr_array_new_with_free_func(free_word);
}

struct fh_word *fh_word_new(char *text, struct fh_span span)
{
    struct fh_word *word = g_new0(struct fh_word, 1);
    word->text = text;
    word->span = span;
    return word;
}

struct fh_scenario *fh_scenario_new(void)
{
    struct fh_scenario *scenario = g_new0(struct fh_scenario, 1);
    scenario->body = fh_statements_new();
    return scenario;
}

void fh_scenario_free(struct fh_scenario *scenario)
{
    if (!scenario)
        return;
    g_free(scenario->name);
    g_ptr_array_unref(scenario->body);
    g_free(scenario);
}
