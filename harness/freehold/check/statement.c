// SPDX-License-Identifier: MIT
#include "check/statement.h"

#include "api/api.h"
#include "api/builtin.h"
#include "api/types.h"
#include "check/builder.h"
#include "check/call.h"
#include "check/convert.h"
#include "check/expression.h"
#include "check/initialiser.h"
#include "check/place.h"
#include "model/kinds.h"
#include "script/script.h"

#include <string.h>

/* Fits the plan's 32 bits; a loop of this many calls already takes longer than any time-out. */
#define MAX_REPEAT 1000000000

static gboolean define_as(struct fh_lowering *l, const struct fh_expr *name, const struct fh_value *value)
{
    if (value->type->kind == FH_TYPE_VOID)
        return fh_lower_error(l, name->span, NULL,
                              "there is nothing to assign: the function returns nothing");
    const struct fh_variable *variable = fh_lower_define(l, name->text, value->type->unqualified, name->span);
    if (!variable)
        return FALSE;
    struct fh_place place = {.type = variable->type, .slot = variable->slot};
    fh_lower_store(l, &place, value->slot);
    return TRUE;
}

static gboolean assign(struct fh_lowering *l, const struct fh_statement *s)
{
    struct fh_value value;
    struct fh_place place;
    fh_slot from;
    if (s->target->kind == FH_EXPR_NAME && !fh_lower_variable(l, s->target->text)) {
        if (g_hash_table_contains(l->callbacks, s->target->text))
            return fh_lower_error(l, s->target->span, NULL, "'%s' is a callback", s->target->text);
        return fh_lower_value(l, s->value, &value) && define_as(l, s->target, &value);
    }
    if (!fh_lower_place(l, s->target, &place))
        return FALSE;
    if (place.type->is_const)
        return fh_lower_error(l, s->target->span, "cast the pointer if it is meant: *(char *)p = …",
                              "%s can't be changed", place.type->name);
    if (place.type->kind == FH_TYPE_ARRAY)
        return fh_lower_error(l, s->target->span, "assign its elements", "an array can't be assigned");
    if (place.bits)
        return fh_lower_error(l, s->target->span, NULL, "bit-field '%s' can be read here, and not changed",
                              place.bits->name);
    if (!fh_lower_stored(l, s->value, place.type, &from))
        return FALSE;
    fh_lower_store(l, &place, from);
    return TRUE;
}

/* `type name[] = …` takes its length from what it is initialised with. */
static gboolean array_length(struct fh_lowering *l, const struct fh_statement *s, guint64 *count)
{
    if (s->length)
        return fh_lower_count(l, s->length, FH_PLAN_MAX_FRAME, count);
    if (s->value && s->value->kind == FH_EXPR_BRACED)
        *count = s->value->list->len;
    else if (s->value && s->value->kind == FH_EXPR_STRING)
        *count = s->value->text_size + 1;
    else
        return fh_lower_error(l, s->name.span, NULL, "the length of '%s' is not known", s->name.text);
    return TRUE;
}

static const struct fh_type *declared_type(struct fh_lowering *l, const struct fh_statement *s)
{
    guint64 count = 0;
    const struct fh_type *type = fh_lower_type_name(l, s->type);
    if (!type || !s->is_array)
        return type;
    if (!array_length(l, s, &count))
        return NULL;
    if (count == 0) {
        fh_lower_error(l, s->name.span, NULL, "an array has at least one element");
        return NULL;
    }
    return fh_api_array_of(l->api, type, count);
}

static gboolean initialise_text(struct fh_lowering *l, const struct fh_statement *s,
                                const struct fh_variable *variable)
{
    gsize size = s->value->text_size;
    if (size > variable->type->count)
        return fh_lower_error(l, s->value->span, NULL, "the text does not fit into %s", variable->type->name);
    guint32 offset = fh_builder_bytes(l->builder, s->value->text, size, 1);
    fh_builder_emit(
        l->builder,
        (struct fh_plan_op){.opcode = FH_OP_CONSTANT, .a = variable->slot, .b = offset, .size = size});
    return TRUE;
}

static gboolean declare(struct fh_lowering *l, const struct fh_statement *s)
{
    if (fh_lower_variable(l, s->name.text) || g_hash_table_contains(l->callbacks, s->name.text))
        return fh_lower_error(l, s->name.span, NULL, "'%s' is defined already", s->name.text);
    const struct fh_type *type = declared_type(l, s);
    if (!type)
        return FALSE;
    if (type->size == 0)
        return fh_lower_error(l, s->span, "declare a pointer to it", "%s has no size: it can't be a variable",
                              type->name);
    const struct fh_variable *variable = fh_lower_define(l, s->name.text, type, s->name.span);
    if (!variable || !s->value)
        return variable != NULL;
    if (s->value->kind == FH_EXPR_BRACED)
        return fh_lower_initialise(l, type, s->value->list, s->value->span, variable->slot);
    if (type->kind == FH_TYPE_ARRAY && type->target->size == 1 && s->value->kind == FH_EXPR_STRING)
        return initialise_text(l, s, variable);
    if (type->kind == FH_TYPE_ARRAY)
        return fh_lower_error(l, s->value->span, NULL, "an array is initialised by { … }");
    fh_slot from;
    if (!fh_lower_stored(l, s->value, type, &from))
        return FALSE;
    struct fh_place place = {.type = type, .slot = variable->slot};
    fh_lower_store(l, &place, from);
    return TRUE;
}

static gboolean pointer_operand(struct fh_lowering *l, const struct fh_expr *expr, fh_slot *out)
{
    struct fh_value value;
    if (!fh_lower_value(l, expr, &value))
        return FALSE;
    if (value.type->kind != FH_TYPE_POINTER)
        return fh_lower_error(l, expr->span, NULL, "expected a pointer, this is %s", value.type->name);
    *out = value.slot;
    return TRUE;
}

static gboolean integer_operand(struct fh_lowering *l, const struct fh_expr *expr, const char *type,
                                fh_slot *out)
{
    struct fh_value value;
    return fh_lower_value(l, expr, &value) &&
           fh_lower_convert(l, &value, fh_api_type(l->api, type), expr->span, out);
}

static gboolean read_or_write(struct fh_lowering *l, const struct fh_statement *s)
{
    struct fh_plan_op op = {.opcode = s->kind == FH_STATEMENT_READ ? FH_OP_READ : FH_OP_WRITE};
    if (!pointer_operand(l, s->target, &op.a) || !integer_operand(l, s->count, "unsigned long", &op.b))
        return FALSE;
    if (s->kind == FH_STATEMENT_WRITE && !integer_operand(l, s->value, "int", &op.c))
        return FALSE;
    fh_builder_emit(l->builder, op);
    return TRUE;
}

static gboolean repeat(struct fh_lowering *l, const struct fh_statement *s)
{
    guint64 count;
    if (!fh_lower_count(l, s->count, MAX_REPEAT, &count))
        return FALSE;
    guint index =
        fh_builder_emit(l->builder, (struct fh_plan_op){.opcode = FH_OP_REPEAT, .immediate = count});
    gboolean is_right = fh_lower_block(l, s->body);
    fh_builder_op(l->builder, index)->a = l->builder->code->len - index - 1;
    return is_right;
}

static gboolean thread(struct fh_lowering *l, const struct fh_statement *s)
{
    gboolean in_thread = l->in_thread;
    guint index = fh_builder_emit(l->builder, (struct fh_plan_op){.opcode = FH_OP_THREAD});
    l->n_threads++;
    l->in_thread = TRUE;
    gboolean is_right = fh_lower_block(l, s->body);
    l->in_thread = in_thread;
    fh_builder_op(l->builder, index)->a = l->builder->code->len - index - 1;
    return is_right;
}

static gboolean define_callback(struct fh_lowering *l, const struct fh_statement *s)
{
    if (l->parameters)
        return fh_lower_error(l, s->name.span, "define it before this callback",
                              "a callback can't define another");
    if (fh_lower_variable(l, s->name.text) || g_hash_table_contains(l->callbacks, s->name.text))
        return fh_lower_error(l, s->name.span, NULL, "'%s' is defined already", s->name.text);
    struct fh_callback *callback = g_new0(struct fh_callback, 1);
    callback->statement = s;
    g_hash_table_insert(l->callbacks, s->name.text, callback);
    return TRUE;
}

static gboolean return_value(struct fh_lowering *l, const struct fh_statement *s)
{
    struct fh_plan_op op = {.opcode = FH_OP_RETURN, .a = FH_PLAN_NONE};
    if (!l->parameters || l->in_thread)
        return fh_lower_error(l, s->span, NULL, "'return' stands only in a callback");
    gboolean is_void = l->callback_result->kind == FH_TYPE_VOID;
    if (is_void && s->value)
        return fh_lower_error(l, s->value->span, NULL, "this callback returns nothing");
    if (!is_void && !s->value)
        return fh_lower_error(l, s->span, NULL, "this callback must return %s", l->callback_result->name);
    if (!is_void && !fh_lower_to(l, s->value, l->callback_result, &op.a))
        return FALSE;
    fh_builder_emit(l->builder, op);
    return TRUE;
}

/* Caller owns. */
static char *source_text(const struct fh_lowering *l, const struct fh_expr *expr)
{
    return g_strndup(l->source->text + expr->span.offset, expr->span.length);
}

static guint32 comparison_text(struct fh_lowering *l, const struct fh_statement *s)
{
    g_autofree char *left = source_text(l, s->target);
    g_autofree char *right = s->value ? source_text(l, s->value) : NULL;
    g_autofree char *both =
        right ? g_strdup_printf("%s %s %s", left, fh_relation_text(s->relation), right) : NULL;
    return fh_builder_string(l->builder, both ? both : left);
}

/* As one converts to a char pointer: a void pointer, too. */
static gboolean is_text_pointer(const struct fh_value *value)
{
    if (value->is_null || value->type->kind != FH_TYPE_POINTER)
        return value->is_null;
    return value->type->target->is_char || value->type->target->kind == FH_TYPE_VOID;
}

static gboolean compare_strings(struct fh_lowering *l, const struct fh_statement *s,
                                const struct fh_value *left, const struct fh_value *right,
                                struct fh_plan_op *op)
{
    const struct fh_value *other = left->is_literal_string ? right : left;
    const struct fh_expr *expr = left->is_literal_string ? s->value : s->target;
    if (!is_text_pointer(other))
        return fh_lower_error(l, expr->span, "a char pointer can be compared with a text: (const char *)…",
                              "%s can't be compared with a string", other->type->name);
    op->c = FH_COMPARE_STRING;
    return TRUE;
}

static gboolean compare_pointers(struct fh_lowering *l, const struct fh_statement *s,
                                 const struct fh_value *left, const struct fh_value *right,
                                 struct fh_plan_op *op)
{
    const struct fh_type *a = left->type->target, *b = right->type->target;
    gboolean is_same = a->unqualified == b->unqualified || a->kind == FH_TYPE_VOID || b->kind == FH_TYPE_VOID;
    if (!is_same && !left->is_null && !right->is_null)
        return fh_lower_error(l, s->value->span, "cast one of them: (void *)…",
                              "%s can't be compared with %s", left->type->name, right->type->name);
    op->c = FH_COMPARE_POINTER;
    return TRUE;
}

static gboolean compare_numbers(struct fh_lowering *l, const struct fh_statement *s,
                                const struct fh_value *left, const struct fh_value *right,
                                struct fh_plan_op *op)
{
    const struct fh_type *common = fh_lower_common_type(l, left->type, right->type);
    gboolean is_unsigned = common->kind == FH_TYPE_UNSIGNED && common->size == 8;
    const char *wide = common->kind == FH_TYPE_FLOAT ? "double" : is_unsigned ? "unsigned long" : "long";
    op->c = common->kind == FH_TYPE_FLOAT ? FH_COMPARE_DOUBLE
            : is_unsigned                 ? FH_COMPARE_UNSIGNED
                                          : FH_COMPARE_SIGNED;
    return fh_lower_convert(l, left, fh_api_type(l->api, wide), s->target->span, &op->a) &&
           fh_lower_convert(l, right, fh_api_type(l->api, wide), (s->value ? s->value : s->target)->span,
                            &op->b);
}

/* What C takes for true: a number that is not 0, a pointer that is not null. */
static gboolean expect_truth(struct fh_lowering *l, const struct fh_statement *s)
{
    struct fh_value value, zero;
    struct fh_plan_op op = {.opcode = FH_OP_EXPECT};
    if (!fh_lower_value(l, s->target, &value))
        return FALSE;
    const gboolean is_pointer = value.type->kind == FH_TYPE_POINTER;
    if (!is_pointer && !fh_type_is_number(value.type))
        return fh_lower_error(l, s->target->span, "as in: expect status == 0", "%s is neither true nor false",
                              value.type->name);
    fh_lower_integer(l, 0, FALSE, fh_api_type(l->api, "int"), &zero);
    op.a = value.slot;
    op.b = zero.slot;
    op.c = FH_COMPARE_POINTER;
    if (!is_pointer && !compare_numbers(l, s, &value, &zero, &op))
        return FALSE;
    op.c |= (guint32)FH_RELATION_NE << 8;
    op.immediate = comparison_text(l, s);
    fh_builder_emit(l->builder, op);
    return TRUE;
}

static gboolean expect(struct fh_lowering *l, const struct fh_statement *s)
{
    struct fh_value left, right;
    if (!s->value)
        return expect_truth(l, s);
    struct fh_plan_op op = {.opcode = FH_OP_EXPECT};
    if (!fh_lower_value(l, s->target, &left) || !fh_lower_value(l, s->value, &right))
        return FALSE;
    op.a = left.slot;
    op.b = right.slot;
    gboolean is_right;
    if (left.is_literal_string || right.is_literal_string)
        is_right = compare_strings(l, s, &left, &right, &op);
    else if (left.type->kind == FH_TYPE_POINTER && right.type->kind == FH_TYPE_POINTER)
        is_right = compare_pointers(l, s, &left, &right, &op);
    else if (fh_type_is_number(left.type) && fh_type_is_number(right.type))
        is_right = compare_numbers(l, s, &left, &right, &op);
    else
        is_right = fh_lower_error(l, s->value->span, NULL, "%s can't be compared with %s", left.type->name,
                                  right.type->name);
    op.c |= (guint32)s->relation << 8;
    op.immediate = comparison_text(l, s);
    if (is_right)
        fh_builder_emit(l->builder, op);
    return is_right;
}

static gboolean expect_owner(struct fh_lowering *l, const struct fh_statement *s)
{
    struct fh_plan_op op = {.opcode = FH_OP_OWNER, .b = fh_domain_from_name(s->name.text)};
    if (op.b == FH_DOMAIN_UNKNOWN)
        return fh_lower_error(l, s->name.span, "owners are: rust, c, c++, none", "unknown owner '%s'",
                              s->name.text);
    if (!pointer_operand(l, s->target, &op.a))
        return FALSE;
    g_autofree char *target = source_text(l, s->target);
    g_autofree char *text = g_strdup_printf("owner(%s) == %s", target, s->name.text);
    op.immediate = fh_builder_string(l->builder, text);
    fh_builder_emit(l->builder, op);
    return TRUE;
}

static gboolean fail_allocation(struct fh_lowering *l, const struct fh_statement *s)
{
    struct fh_plan_op op = {.opcode = FH_OP_FAIL, .a = fh_domain_from_name(s->name.text)};
    guint64 n;
    if (op.a != FH_DOMAIN_RUST && op.a != FH_DOMAIN_C)
        return fh_lower_error(l, s->name.span,
                              "an allocation of rust's or of c's can fail: fail alloc 2 of rust",
                              "'%s' is neither rust nor c", s->name.text);
    if (!fh_lower_count(l, s->count, G_MAXUINT32, &n))
        return FALSE;
    if (n == 0)
        return fh_lower_error(l, s->count->span,
                              "they are counted from 1: fail alloc 1 of rust is the next one",
                              "there is no allocation 0");
    g_autofree char *text = g_strdup_printf("fail alloc %" G_GUINT64_FORMAT " of %s", n, s->name.text);
    op.b = fh_builder_string(l->builder, text);
    op.immediate = (gint64)n;
    fh_builder_emit(l->builder, op);
    return TRUE;
}

static gboolean expression(struct fh_lowering *l, const struct fh_statement *s)
{
    if (s->value->kind != FH_EXPR_CALL)
        return fh_lower_error(l, s->span,
                              "a statement is a call, an assignment, a declaration, or starts with expect, "
                              "read, write, repeat, thread, callback or fail",
                              "this does nothing");
    return fh_lower_call(l, s->value, NULL);
}

static gboolean lower_statement(struct fh_lowering *l, const struct fh_statement *s)
{
    switch (s->kind) {
    case FH_STATEMENT_EXPRESSION:
        return expression(l, s);
    case FH_STATEMENT_ASSIGN:
        return assign(l, s);
    case FH_STATEMENT_DECLARE:
        return declare(l, s);
    case FH_STATEMENT_READ:
    case FH_STATEMENT_WRITE:
        return read_or_write(l, s);
    case FH_STATEMENT_REPEAT:
        return repeat(l, s);
    case FH_STATEMENT_THREAD:
        return thread(l, s);
    case FH_STATEMENT_CALLBACK:
        return define_callback(l, s);
    case FH_STATEMENT_RETURN:
        return return_value(l, s);
    case FH_STATEMENT_EXPECT:
        return expect(l, s);
    case FH_STATEMENT_EXPECT_OWNER:
        return expect_owner(l, s);
    case FH_STATEMENT_FAIL:
        return fail_allocation(l, s);
    case FH_STATEMENT_EXPECT_HEAP:
        return TRUE; /* of the whole scenario: check.c */
    }
    g_assert_not_reached();
}

/* The names that a wrong statement would have defined: that they are not there is no further mistake. */
static void mark_broken(struct fh_lowering *l, const struct fh_statement *s)
{
    if (s->kind == FH_STATEMENT_DECLARE)
        g_hash_table_add(l->broken, s->name.text);
    if (s->kind == FH_STATEMENT_ASSIGN && s->target->kind == FH_EXPR_NAME)
        g_hash_table_add(l->broken, s->target->text);
    for (guint i = 0; s->value && s->value->kind == FH_EXPR_CALL && i < s->value->list->len; i++) {
        const struct fh_expr *argument =
            ((const struct fh_item *)g_ptr_array_index(s->value->list, i))->value;
        if (argument->kind == FH_EXPR_ADDRESS && argument->left->kind == FH_EXPR_NAME)
            g_hash_table_add(l->broken, argument->left->text);
    }
}

gboolean fh_lower_block(struct fh_lowering *l, const GPtrArray *statements)
{
    gboolean is_right = TRUE;
    for (guint i = 0; i < statements->len; i++) {
        const struct fh_statement *s = g_ptr_array_index(statements, i);
        guint step = fh_builder_emit(l->builder, (struct fh_plan_op){.opcode = FH_OP_STEP, .line = s->line});
        if (!lower_statement(l, s)) {
            is_right = FALSE;
            mark_broken(l, s);
        }
        fh_builder_op(l->builder, step)->a = l->builder->code->len - step - 1;
    }
    return is_right;
}
