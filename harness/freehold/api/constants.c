// SPDX-License-Identifier: MIT
#include "api/constants.h"

#include <string.h>

#include "api/builtin.h"
#include "api/literal.h"
#include "api/lookup.h"
#include "api/model.h"
#include "api/types.h"

/* Tokens left to right. A mistake sets `failed`; values are then of no meaning. */
struct cursor {
    struct fh_api *api;
    const struct fh_macro_token *next, *end;
    gboolean failed;
};

static struct fh_literal expression(struct cursor *c, guint level);

static struct fh_literal fail(struct cursor *c)
{
    c->failed = TRUE;
    return (struct fh_literal){.type = fh_api_type(c->api, "int")};
}

static gboolean is_next(const struct cursor *c, const char *text)
{
    return c->next < c->end && g_str_equal(c->next->text, text);
}

static gboolean accept(struct cursor *c, const char *text)
{
    gboolean is_there = is_next(c, text);
    c->next += is_there;
    return is_there;
}

/* `value` as C stores it in an integer of `type`. */
static guint64 wrap(guint64 value, const struct fh_type *type)
{
    guint unused = 64 - 8 * (guint)MIN(type->size, 8);
    if (type->kind == FH_TYPE_BOOL)
        return value != 0;
    if (type->kind == FH_TYPE_SIGNED)
        return (guint64)((gint64)(value << unused) >> unused);
    return value << unused >> unused;
}

static double as_number(const struct fh_literal *value)
{
    if (value->kind == FH_CONSTANT_FLOAT)
        return value->number;
    return value->type->kind == FH_TYPE_SIGNED ? (double)(gint64)value->integer : (double)value->integer;
}

/* Outside of these a conversion of a double is undefined. */
static gboolean fits_integer(double number)
{
    return number > -9.2e18 && number < 9.2e18;
}

static struct fh_literal cast(struct cursor *c, const struct fh_type *type, struct fh_literal value)
{
    if (value.kind == FH_CONSTANT_STRING) {
        g_free(value.text);
        return fail(c);
    }
    struct fh_literal result = {.kind = FH_CONSTANT_INTEGER, .type = type->unqualified};
    if (type->kind == FH_TYPE_FLOAT) {
        result.kind = FH_CONSTANT_FLOAT;
        result.number = type->size == sizeof(float) ? (float)as_number(&value) : as_number(&value);
    } else if (value.kind == FH_CONSTANT_FLOAT && !fits_integer(value.number)) {
        return fail(c);
    } else {
        result.integer =
            wrap(value.kind == FH_CONSTANT_FLOAT ? (guint64)(gint64)value.number : value.integer, type);
    }
    return result;
}

/* `( type )`, or nothing is taken. */
static const struct fh_type *cast_type(struct cursor *c)
{
    struct cursor ahead = *c;
    g_autoptr(GString) words = g_string_new(NULL);
    if (!accept(&ahead, "("))
        return NULL;
    for (; ahead.next < ahead.end && !is_next(&ahead, ")"); ahead.next++)
        if (!g_str_equal(ahead.next->text, "const"))
            g_string_append_printf(words, "%s%s", words->len ? " " : "", ahead.next->text);
    const struct fh_type *type = fh_api_type(c->api, words->str);
    if (!accept(&ahead, ")") || !type || !fh_type_is_number(type))
        return NULL;
    c->next = ahead.next;
    return type;
}

static struct fh_literal promoted(struct cursor *c, struct fh_literal value)
{
    gboolean is_small = value.kind == FH_CONSTANT_INTEGER && value.type->size < sizeof(int);
    return is_small ? cast(c, fh_api_type(c->api, "int"), value) : value;
}

/* Both operands of an operator that only integers have here, brought to one type as C does. */
static gboolean unify(struct cursor *c, struct fh_literal *left, struct fh_literal *right, gboolean is_shift)
{
    if (left->kind != FH_CONSTANT_INTEGER || right->kind != FH_CONSTANT_INTEGER)
        return FALSE;
    *left = promoted(c, *left);
    *right = promoted(c, *right);
    if (is_shift)
        return right->integer < 8 * left->type->size;
    gboolean is_right = right->type->size > left->type->size ||
                        (right->type->size == left->type->size && right->type->kind == FH_TYPE_UNSIGNED);
    const struct fh_type *type = is_right ? right->type : left->type;
    *left = cast(c, type, *left);
    *right = cast(c, type, *right);
    return TRUE;
}

static guint64 shift_right(const struct fh_literal *left, guint64 by)
{
    return left->type->kind == FH_TYPE_SIGNED ? (guint64)((gint64)left->integer >> by) : left->integer >> by;
}

static guint64 combine(const struct fh_literal *left, const char *operator, guint64 b)
{
    guint64 a = left->integer;
    if (g_str_equal(operator, "<<"))
        return a << b;
    if (g_str_equal(operator, ">>"))
        return shift_right(left, b);
    switch (operator[0]) {
    case '|':
        return a | b;
    case '^':
        return a ^ b;
    case '&':
        return a & b;
    case '+':
        return a + b;
    case '-':
        return a - b;
    default:
        return a * b;
    }
}

static struct fh_literal binary(struct cursor *c, struct fh_literal left, const char *operator,
                                struct fh_literal right)
{
    gboolean is_shift = operator[0] == '<' || operator[0] == '>';
    if (!unify(c, &left, &right, is_shift)) {
        g_free(left.text);
        g_free(right.text);
        return fail(c);
    }
    left.integer = wrap(combine(&left, operator, right.integer), left.type);
    return left;
}

static struct fh_literal negative(struct cursor *c, struct fh_literal value)
{
    value.number = -value.number;
    value.integer = wrap(-value.integer, value.type);
    if (value.kind == FH_CONSTANT_STRING)
        c->failed = TRUE;
    return value;
}

static struct fh_literal inverted(struct cursor *c, struct fh_literal value)
{
    value.integer = wrap(~value.integer, value.type);
    if (value.kind != FH_CONSTANT_INTEGER)
        c->failed = TRUE;
    return value;
}

static struct fh_literal named(struct cursor *c, const char *name)
{
    const struct fh_constant *known = fh_api_constant(c->api, name);
    if (!known)
        return fail(c);
    return (struct fh_literal){.kind = known->kind,
                               .type = known->type,
                               .integer = (guint64)known->integer,
                               .number = known->number,
                               .text = g_strdup(known->string)};
}

static struct fh_literal primary(struct cursor *c)
{
    struct fh_literal value;
    if (accept(c, "(")) {
        value = expression(c, 0);
        c->failed |= !accept(c, ")");
        return value;
    }
    if (c->next == c->end)
        return fail(c);
    const struct fh_macro_token *token = c->next++;
    if (!token->is_literal)
        return named(c, token->text);
    return fh_literal_read(c->api, token->text, &value) ? value : fail(c);
}

static struct fh_literal unary(struct cursor *c)
{
    const struct fh_type *type;
    if (accept(c, "-"))
        return negative(c, promoted(c, unary(c)));
    if (accept(c, "+"))
        return promoted(c, unary(c));
    if (accept(c, "~"))
        return inverted(c, promoted(c, unary(c)));
    if ((type = cast_type(c)))
        return cast(c, type, unary(c));
    return primary(c);
}

/* Loosest first. */
static const char *const operators[][3] = {{"|"}, {"^"}, {"&"}, {"<<", ">>"}, {"+", "-"}, {"*"}};

static const char *accept_operator(struct cursor *c, guint level)
{
    for (guint i = 0; i < G_N_ELEMENTS(operators[level]) && operators[level][i]; i++)
        if (accept(c, operators[level][i]))
            return operators[level][i];
    return NULL;
}

static struct fh_literal expression(struct cursor *c, guint level)
{
    if (level == G_N_ELEMENTS(operators))
        return unary(c);
    struct fh_literal value = expression(c, level + 1);
    for (const char *operator; !c->failed && (operator= accept_operator(c, level));)
        value = binary(c, value, operator, expression(c, level + 1));
    return value;
}

/* A longer one is no constant that anyone wrote by hand, and expression() calls itself. */
#define MAX_TOKENS 256

struct fh_constant *fh_constant_evaluate(struct fh_api *api, const char *name, const GArray *tokens)
{
    if (tokens->len == 0 || tokens->len > MAX_TOKENS)
        return NULL;
    const struct fh_macro_token *first = (const struct fh_macro_token *)tokens->data;
    struct cursor c = {.api = api, .next = first, .end = first + tokens->len};
    struct fh_literal value = expression(&c, 0);
    if (c.failed || c.next != c.end) {
        g_free(value.text);
        return NULL;
    }
    struct fh_constant *constant = g_new0(struct fh_constant, 1);
    constant->name = g_strdup(name);
    constant->kind = value.kind;
    constant->type = value.type;
    constant->integer = (gint64)value.integer;
    constant->number = value.number;
    constant->string = value.text;
    return constant;
}
