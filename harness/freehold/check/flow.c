// SPDX-License-Identifier: MIT
#include "check/flow.h"

#include "script/script.h"

/* One statement, without those of its body, and the variables that it names. */
struct node {
    guint line;
    GHashTable *names; /* char *, borrowed from the tree */
    gboolean is_linked;
};

/* The walk that collects them. */
struct walk {
    GArray *nodes;     /* struct node */
    GHashTable *names; /* of the scenario */
};

static void add_name(const struct walk *walk, GHashTable *names, char *name)
{
    if (name && g_hash_table_contains(walk->names, name))
        g_hash_table_add(names, name);
}

static void add_expression(const struct walk *walk, GHashTable *names, const struct fh_expr *expr)
{
    if (!expr)
        return;
    if (expr->kind == FH_EXPR_NAME)
        add_name(walk, names, expr->text);
    add_expression(walk, names, expr->left);
    add_expression(walk, names, expr->right);
    add_expression(walk, names, expr->array_length);
    for (guint i = 0; expr->list && i < expr->list->len; i++)
        add_expression(walk, names, ((const struct fh_item *)g_ptr_array_index(expr->list, i))->value);
}

/* A callback's parameters come with whatever it is given to. */
static void add_parameters(const struct walk *walk, GHashTable *names, const GPtrArray *parameters)
{
    for (guint i = 0; parameters && i < parameters->len; i++)
        add_name(walk, names, ((const struct fh_word *)g_ptr_array_index(parameters, i))->text);
}

static void add_statements(const struct walk *walk, const GPtrArray *statements)
{
    for (guint i = 0; statements && i < statements->len; i++) {
        const struct fh_statement *s = g_ptr_array_index(statements, i);
        struct node node = {.line = s->line, .names = g_hash_table_new(g_str_hash, g_str_equal)};
        add_name(walk, node.names, s->name.text);
        add_expression(walk, node.names, s->target);
        add_expression(walk, node.names, s->value);
        add_expression(walk, node.names, s->count);
        add_expression(walk, node.names, s->length);
        add_parameters(walk, node.names, s->parameters);
        g_array_append_val(walk->nodes, node);
        add_statements(walk, s->body);
    }
}

static void node_clear(gpointer data)
{
    g_hash_table_unref(((struct node *)data)->names);
}

static gboolean names_any_of(const struct node *node, GHashTable *linked)
{
    GHashTableIter iter;
    gpointer name;
    g_hash_table_iter_init(&iter, node->names);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        if (g_hash_table_contains(linked, name))
            return TRUE;
    return FALSE;
}

static void link_node(struct node *node, GHashTable *linked)
{
    GHashTableIter iter;
    gpointer name;
    node->is_linked = TRUE;
    g_hash_table_iter_init(&iter, node->names);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        g_hash_table_add(linked, name);
}

/* TRUE: there may be more. */
static gboolean link_more(GArray *nodes, guint line, GHashTable *linked)
{
    gboolean has_grown = FALSE;
    for (guint i = 0; i < nodes->len; i++) {
        struct node *node = &g_array_index(nodes, struct node, i);
        if (node->is_linked || (node->line != line && !names_any_of(node, linked)))
            continue;
        link_node(node, linked);
        has_grown = TRUE;
    }
    return has_grown;
}

GArray *fh_flow_linked(const GPtrArray *body, guint line, GHashTable *names)
{
    g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(struct node));
    g_autoptr(GHashTable) linked = g_hash_table_new(g_str_hash, g_str_equal);
    const struct walk walk = {nodes, names};
    g_array_set_clear_func(nodes, node_clear);
    add_statements(&walk, body);
    while (link_more(nodes, line, linked)) {}
    if (g_hash_table_size(linked) == 0)
        return NULL;
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < nodes->len; i++) {
        const struct node *node = &g_array_index(nodes, struct node, i);
        if (node->is_linked)
            g_array_append_val(lines, node->line);
    }
    return lines;
}
