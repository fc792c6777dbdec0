/* SPDX-License-Identifier: MIT */
/*
 * A syntax tree as one line of text, for the parser's tests: `(= x (call f "a" 1))`.
 */
#pragma once

#include "script/script.h"

static void dump_expr(GString *out, const struct fh_expr *expr);

static void dump_list(GString *out, const GPtrArray *list)
{
    for (guint i = 0; i < list->len; i++) {
        const struct fh_item *item = g_ptr_array_index(list, i);
        g_string_append_c(out, ' ');
        if (item->designator)
            g_string_append_printf(out, ".%s=", item->designator);
        dump_expr(out, item->value);
    }
}

static void dump_type(GString *out, const struct fh_type_name *type)
{
    g_string_append_printf(out, "<%s%s", type->is_const ? "const " : "", type->base);
    for (guint i = 0; i < type->pointer_depth; i++)
        g_string_append(out, type->const_pointers & (1u << i) ? "*const " : "*");
    g_string_append_c(out, '>');
}

/* `(head left right list)`, with what there is of them. */
static void dump_node(GString *out, const char *head, const struct fh_expr *expr)
{
    g_string_append_printf(out, "(%s", head);
    if (expr->type) {
        g_string_append_c(out, ' ');
        dump_type(out, expr->type);
    }
    if (expr->is_array) {
        g_string_append_c(out, '[');
        if (expr->array_length)
            dump_expr(out, expr->array_length);
        g_string_append_c(out, ']');
    }
    const struct fh_expr *below[] = {expr->left, expr->right};
    for (guint i = 0; i < G_N_ELEMENTS(below); i++) {
        if (!below[i])
            continue;
        g_string_append_c(out, ' ');
        dump_expr(out, below[i]);
    }
    if (expr->kind == FH_EXPR_FIELD || expr->kind == FH_EXPR_ARROW)
        g_string_append_printf(out, " %s", expr->text);
    if (expr->list)
        dump_list(out, expr->list);
    g_string_append_c(out, ')');
}

static void dump_string(GString *out, const struct fh_expr *expr)
{
    g_string_append_c(out, '"');
    for (gsize i = 0; i < expr->text_size; i++)
        g_string_append_printf(out, g_ascii_isprint(expr->text[i]) ? "%c" : "<%02x>", (guchar)expr->text[i]);
    g_string_append_c(out, '"');
}

static void dump_expr(GString *out, const struct fh_expr *expr)
{
    static const char *const heads[] = {
        [FH_EXPR_CALL] = "call",     [FH_EXPR_INDEX] = "[]",      [FH_EXPR_FIELD] = ".",
        [FH_EXPR_ARROW] = "->",      [FH_EXPR_ADDRESS] = "&",     [FH_EXPR_DEREF] = "deref",
        [FH_EXPR_NEGATE] = "neg",    [FH_EXPR_CAST] = "cast",     [FH_EXPR_COMPOUND] = "new",
        [FH_EXPR_SIZEOF] = "sizeof", [FH_EXPR_BRACED] = "braced",
    };
    switch (expr->kind) {
    case FH_EXPR_INTEGER:
        g_string_append_printf(out, "%" G_GUINT64_FORMAT, expr->integer);
        break;
    case FH_EXPR_FLOAT:
        g_string_append_printf(out, "%g", expr->number);
        break;
    case FH_EXPR_STRING:
        dump_string(out, expr);
        break;
    case FH_EXPR_BOOL:
        g_string_append(out, expr->integer ? "true" : "false");
        break;
    case FH_EXPR_NULL:
        g_string_append(out, "null");
        break;
    case FH_EXPR_NAME:
        g_string_append(out, expr->text);
        break;
    case FH_EXPR_BINARY: {
        char head[] = {expr->operator, '\0' };
        dump_node(out, head, expr);
        break;
    }
    default:
        dump_node(out, heads[expr->kind], expr);
    }
}

static void dump_body(GString *out, const GPtrArray *body);

/* The parts that a statement has, in the order of the language. */
static void dump_parts(GString *out, const struct fh_statement *statement)
{
    const struct fh_expr *parts[] = {statement->length, statement->target, statement->count,
                                     statement->value};
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (!parts[i])
            continue;
        g_string_append_c(out, ' ');
        dump_expr(out, parts[i]);
    }
}

static void dump_statement(GString *out, const struct fh_statement *statement)
{
    static const char *const heads[] = {
        [FH_STATEMENT_EXPRESSION] = "do",      [FH_STATEMENT_ASSIGN] = "=",
        [FH_STATEMENT_DECLARE] = "declare",    [FH_STATEMENT_READ] = "read",
        [FH_STATEMENT_WRITE] = "write",        [FH_STATEMENT_REPEAT] = "repeat",
        [FH_STATEMENT_THREAD] = "thread",      [FH_STATEMENT_CALLBACK] = "callback",
        [FH_STATEMENT_RETURN] = "return",      [FH_STATEMENT_EXPECT] = "expect",
        [FH_STATEMENT_EXPECT_OWNER] = "owner", [FH_STATEMENT_EXPECT_HEAP] = "heap",
        [FH_STATEMENT_FAIL] = "fail",
    };
    g_string_append_printf(out, "(%s", heads[statement->kind]);
    if (statement->type) {
        g_string_append_c(out, ' ');
        dump_type(out, statement->type);
    }
    if (statement->name.text)
        g_string_append_printf(out, " %s%s", statement->name.text, statement->is_array ? "[]" : "");
    if (statement->kind == FH_STATEMENT_EXPECT && statement->value)
        g_string_append_printf(out, " %s", fh_relation_text(statement->relation));
    if (statement->kind == FH_STATEMENT_EXPECT_HEAP)
        g_string_append_printf(out, " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, statement->allocs,
                               statement->frees);
    dump_parts(out, statement);
    for (guint i = 0; statement->parameters && i < statement->parameters->len; i++)
        g_string_append_printf(out, " %s",
                               ((const struct fh_word *)g_ptr_array_index(statement->parameters, i))->text);
    if (statement->body) {
        g_string_append(out, " {");
        dump_body(out, statement->body);
        g_string_append_c(out, '}');
    }
    g_string_append_c(out, ')');
    for (guint i = 0; i < statement->annotations->len; i++)
        g_string_append_printf(out, "!%s",
                               ((const struct fh_word *)g_ptr_array_index(statement->annotations, i))->text);
}

static void dump_body(GString *out, const GPtrArray *body)
{
    for (guint i = 0; i < body->len; i++) {
        if (i > 0)
            g_string_append_c(out, ' ');
        dump_statement(out, g_ptr_array_index(body, i));
    }
}
