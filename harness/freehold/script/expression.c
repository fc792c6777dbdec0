// SPDX-License-Identifier: MIT
#include "script/expression.h"

#include "base/source.h"
#include "script/lexer.h"
#include "script/tree.h"
#include "script/type_name.h"

static struct fh_expr *parse_unary(struct fh_parser *parser);

static guint height_of_list(const GPtrArray *list)
{
    guint height = 0;
    for (guint i = 0; list && i < list->len; i++) {
        const struct fh_item *item = g_ptr_array_index(list, i);
        height = MAX(height, item->value->height);
    }
    return height;
}

static guint height_of(const struct fh_expr *expr)
{
    return expr ? expr->height : 0;
}

static void report_nesting(struct fh_parser *parser, struct fh_span span)
{
    fh_parser_error(parser, span, "split it: give a part of it a name",
                    "this expression is nested more than %d deep", FH_SCRIPT_MAX_NESTING);
}

/* The last step of every node that has others below it. Consumes `expr`; NULL when the tree has grown too
 * high. */
static struct fh_expr *complete(struct fh_parser *parser, struct fh_expr *expr, struct fh_span first)
{
    fh_auto(fh_expr) result = expr;
    result->span = fh_parser_span_from(parser, first);
    guint height = MAX(height_of(result->left), height_of(result->right));
    height = MAX(height, height_of(result->array_length));
    result->height = 1 + MAX(height, height_of_list(result->list));
    if (result->height <= FH_SCRIPT_MAX_NESTING)
        return g_steal_pointer(&result);
    report_nesting(parser, first);
    return NULL;
}

/* Consumes `left`, which may be NULL after an error. */
static struct fh_expr *complete_with(struct fh_parser *parser, enum fh_expr_kind kind, struct fh_expr *left,
                                     struct fh_span first)
{
    if (!left)
        return NULL;
    struct fh_expr *expr = fh_expr_new(kind, first);
    expr->left = left;
    return complete(parser, expr, first);
}

static gboolean enter(struct fh_parser *parser)
{
    if (parser->nesting >= FH_SCRIPT_MAX_NESTING) {
        report_nesting(parser, fh_parser_peek(parser).span);
        return FALSE;
    }
    parser->nesting++;
    return TRUE;
}

static void leave(struct fh_parser *parser)
{
    parser->nesting--;
}

static struct fh_expr *parse_literal(struct fh_parser *parser, struct fh_token token)
{
    fh_parser_take(parser);
    struct fh_expr *expr = NULL;
    if (token.kind == FH_TOKEN_INTEGER) {
        expr = fh_expr_new(FH_EXPR_INTEGER, token.span);
        expr->integer = token.integer;
    } else if (token.kind == FH_TOKEN_FLOAT) {
        expr = fh_expr_new(FH_EXPR_FLOAT, token.span);
        expr->number = token.number;
    } else {
        expr = fh_expr_new(FH_EXPR_STRING, token.span);
        expr->text = fh_lexer_string(parser->source, token.span, &expr->text_size);
    }
    return expr;
}

static struct fh_expr *parse_sizeof(struct fh_parser *parser)
{
    struct fh_span first = fh_parser_take(parser).span;
    if (fh_parser_peek(parser).kind != '(') {
        fh_parser_expected(parser, "'(' and a type", NULL);
        return NULL;
    }
    fh_parser_open(parser);
    fh_auto(fh_expr) expr = fh_expr_new(FH_EXPR_SIZEOF, first);
    expr->type = fh_parser_type_name(parser);
    if (!expr->type || !fh_parser_close(parser, ')', "')' after the type"))
        return NULL;
    return complete(parser, g_steal_pointer(&expr), first);
}

static struct fh_expr *parse_word(struct fh_parser *parser, struct fh_token token)
{
    gboolean is_true = fh_parser_is_word(parser, token, "true");
    if (fh_parser_is_word(parser, token, "sizeof"))
        return parse_sizeof(parser);
    struct fh_expr *expr = NULL;
    if (is_true || fh_parser_is_word(parser, token, "false")) {
        expr = fh_expr_new(FH_EXPR_BOOL, token.span);
        expr->integer = is_true;
    } else if (fh_parser_is_word(parser, token, "null")) {
        expr = fh_expr_new(FH_EXPR_NULL, token.span);
    } else if (fh_parser_is_identifier(parser, token)) {
        expr = fh_expr_new(FH_EXPR_NAME, token.span);
        expr->text = fh_parser_text(parser, token.span);
    } else {
        fh_parser_expected(parser, "an expression", NULL);
        return NULL;
    }
    fh_parser_take(parser);
    return expr;
}

static gboolean parse_designator(struct fh_parser *parser, struct fh_item *item)
{
    struct fh_span dot = fh_parser_peek(parser).span;
    if (!fh_parser_accept(parser, '.'))
        return TRUE;
    struct fh_span name;
    item->designator = fh_parser_require_identifier(parser, "the name of a field", &name);
    if (!item->designator)
        return FALSE;
    item->designator_span = fh_parser_span_from(parser, dot);
    return fh_parser_require(parser, '=', "'=' and a value");
}

static struct fh_item *parse_item(struct fh_parser *parser, gboolean is_braced)
{
    fh_auto(fh_item) item = g_new0(struct fh_item, 1);
    if (is_braced && !parse_designator(parser, item))
        return NULL;
    item->value = is_braced ? fh_parser_initialiser(parser) : fh_parser_expression(parser);
    return item->value ? g_steal_pointer(&item) : NULL;
}

/* After the opening bracket: items up to the closing one, which is taken. */
static GPtrArray *parse_items(struct fh_parser *parser, int closer)
{
    g_autoptr(GPtrArray) items = fh_items_new();
    gboolean is_braced = closer == '}';
    while (fh_parser_peek(parser).kind != closer) {
        struct fh_item *item = parse_item(parser, is_braced);
        if (!item)
            return NULL;
        g_ptr_array_add(items, item);
        if (!fh_parser_accept(parser, ','))
            break;
        if (!is_braced && fh_parser_peek(parser).kind == closer) {
            fh_parser_expected(parser, "an argument after ','", NULL);
            return NULL;
        }
    }
    const char *what = is_braced ? "',' or '}'" : "',' or ')'";
    return fh_parser_close(parser, closer, what) ? g_steal_pointer(&items) : NULL;
}

static struct fh_expr *parse_braced(struct fh_parser *parser)
{
    if (!enter(parser))
        return NULL;
    struct fh_span first = fh_parser_peek(parser).span;
    fh_auto(fh_expr) expr = fh_expr_new(FH_EXPR_BRACED, first);
    fh_parser_open(parser);
    expr->list = parse_items(parser, '}');
    leave(parser);
    return expr->list ? complete(parser, g_steal_pointer(&expr), first) : NULL;
}

struct fh_expr *fh_parser_initialiser(struct fh_parser *parser)
{
    return fh_parser_peek(parser).kind == '{' ? parse_braced(parser) : fh_parser_expression(parser);
}

/* `[N]` or `[]` of a compound literal's type. */
static gboolean parse_compound_length(struct fh_parser *parser, struct fh_expr *expr)
{
    if (fh_parser_peek(parser).kind != '[')
        return TRUE;
    fh_parser_open(parser);
    expr->is_array = TRUE;
    if (fh_parser_peek(parser).kind != ']') {
        expr->array_length = fh_parser_expression(parser);
        if (!expr->array_length)
            return FALSE;
    }
    return fh_parser_close(parser, ']', "']'");
}

static struct fh_expr *parse_compound(struct fh_parser *parser, struct fh_expr *expr)
{
    fh_parser_open(parser);
    expr->kind = FH_EXPR_COMPOUND;
    expr->list = parse_items(parser, '}');
    return expr->list ? expr : NULL;
}

static gboolean compound_follows(struct fh_parser *parser)
{
    gboolean opens_block = parser->block_follows && parser->open->len == 0;
    return fh_parser_peek(parser).kind == '{' && !opens_block;
}

/* After `(`, which is open: a type, `)`, and what it is applied to. */
static struct fh_expr *parse_cast(struct fh_parser *parser, struct fh_span first)
{
    fh_auto(fh_expr) expr = fh_expr_new(FH_EXPR_CAST, first);
    expr->type = fh_parser_type_name(parser);
    if (!expr->type || !parse_compound_length(parser, expr) ||
        !fh_parser_close(parser, ')', "')' after the type"))
        return NULL;
    if (compound_follows(parser)) {
        if (!parse_compound(parser, expr))
            return NULL;
        return complete(parser, g_steal_pointer(&expr), first);
    }
    if (expr->is_array) {
        fh_parser_expected(parser, "'{' and the elements", "there are no casts to arrays");
        return NULL;
    }
    expr->left = parse_unary(parser);
    return expr->left ? complete(parser, g_steal_pointer(&expr), first) : NULL;
}

static struct fh_expr *parse_parenthesised(struct fh_parser *parser)
{
    struct fh_span first = fh_parser_peek(parser).span;
    fh_parser_open(parser);
    if (fh_parser_cast_ahead(parser))
        return parse_cast(parser, first);
    fh_auto(fh_expr) expr = fh_parser_expression(parser);
    if (!expr || !fh_parser_close(parser, ')', "')'"))
        return NULL;
    expr->span = fh_parser_span_from(parser, first);
    return g_steal_pointer(&expr);
}

static struct fh_expr *parse_primary(struct fh_parser *parser)
{
    struct fh_token token = fh_parser_peek(parser);
    switch (token.kind) {
    case FH_TOKEN_INTEGER:
    case FH_TOKEN_FLOAT:
    case FH_TOKEN_STRING:
        return parse_literal(parser, token);
    case FH_TOKEN_NAME:
        return parse_word(parser, token);
    case '(':
        return parse_parenthesised(parser);
    case '{':
        fh_parser_expected(
            parser, "an expression",
            "'{ ... }' alone initialises a declared variable; elsewhere write '(TYPE){ ... }'");
        return NULL;
    default:
        fh_parser_expected(parser, "an expression", NULL);
        return NULL;
    }
}

static struct fh_expr *parse_call(struct fh_parser *parser, struct fh_expr *callee, struct fh_span first)
{
    fh_auto(fh_expr) expr = fh_expr_new(FH_EXPR_CALL, first);
    expr->left = callee;
    fh_parser_open(parser);
    expr->list = parse_items(parser, ')');
    return expr->list ? complete(parser, g_steal_pointer(&expr), first) : NULL;
}

static struct fh_expr *parse_index(struct fh_parser *parser, struct fh_expr *base, struct fh_span first)
{
    fh_auto(fh_expr) expr = fh_expr_new(FH_EXPR_INDEX, first);
    expr->left = base;
    fh_parser_open(parser);
    expr->right = fh_parser_expression(parser);
    if (!expr->right || !fh_parser_close(parser, ']', "']'"))
        return NULL;
    return complete(parser, g_steal_pointer(&expr), first);
}

static struct fh_expr *parse_field(struct fh_parser *parser, struct fh_expr *base, struct fh_span first)
{
    gboolean is_arrow = fh_parser_take(parser).kind == FH_TOKEN_ARROW;
    fh_auto(fh_expr) expr = fh_expr_new(is_arrow ? FH_EXPR_ARROW : FH_EXPR_FIELD, first);
    expr->left = base;
    expr->text = fh_parser_require_identifier(parser, "the name of a field", NULL);
    return expr->text ? complete(parser, g_steal_pointer(&expr), first) : NULL;
}

static struct fh_expr *parse_postfix(struct fh_parser *parser)
{
    struct fh_span first = fh_parser_peek(parser).span;
    struct fh_expr *expr = parse_primary(parser);
    while (expr) {
        switch (fh_parser_peek(parser).kind) {
        case '(':
            expr = parse_call(parser, expr, first);
            break;
        case '[':
            expr = parse_index(parser, expr, first);
            break;
        case '.':
        case FH_TOKEN_ARROW:
            expr = parse_field(parser, expr, first);
            break;
        default:
            return expr;
        }
    }
    return NULL;
}

static struct fh_expr *parse_prefix(struct fh_parser *parser)
{
    struct fh_token token = fh_parser_peek(parser);
    switch (token.kind) {
    case '&':
    case '*':
    case '-':
        break;
    default:
        return parse_postfix(parser);
    }
    fh_parser_take(parser);
    enum fh_expr_kind kind = token.kind == '&'   ? FH_EXPR_ADDRESS
                             : token.kind == '*' ? FH_EXPR_DEREF
                                                 : FH_EXPR_NEGATE;
    return complete_with(parser, kind, parse_unary(parser), token.span);
}

static struct fh_expr *parse_unary(struct fh_parser *parser)
{
    if (!enter(parser))
        return NULL;
    struct fh_expr *expr = parse_prefix(parser);
    leave(parser);
    return expr;
}

static int binding_of(int kind)
{
    switch (kind) {
    case '|':
        return 1;
    case '+':
    case '-':
        return 2;
    case '*':
        return 3;
    default:
        return 0;
    }
}

/* Operators that bind at least as tightly as `loosest`. */
static struct fh_expr *parse_binary(struct fh_parser *parser, int loosest)
{
    struct fh_span first = fh_parser_peek(parser).span;
    struct fh_expr *left = parse_unary(parser);
    while (left) {
        int kind = fh_parser_peek(parser).kind;
        int binding = binding_of(kind);
        if (binding < loosest || binding == 0)
            return left;
        fh_parser_take(parser);
        struct fh_expr *expr = fh_expr_new(FH_EXPR_BINARY, first);
        expr->operator=(char) kind;
        expr->left = left;
        expr->right = parse_binary(parser, binding + 1);
        if (!expr->right)
            g_clear_pointer(&expr, fh_expr_free);
        left = expr ? complete(parser, expr, first) : NULL;
    }
    return NULL;
}

struct fh_expr *fh_parser_expression(struct fh_parser *parser)
{
    return parse_binary(parser, 1);
}
