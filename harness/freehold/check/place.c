// SPDX-License-Identifier: MIT
#include "check/place.h"

#include "api/api.h"
#include "api/builtin.h"
#include "api/lookup.h"
#include "api/types.h"
#include "base/diagnostics.h"
#include "check/builder.h"
#include "check/convert.h"
#include "check/expression.h"

/* slot + offset bytes, into a new slot. */
static fh_slot add_offset(struct fh_lowering *l, fh_slot pointer, gint64 offset)
{
    if (offset == 0)
        return pointer;
    struct fh_value one;
    fh_lower_integer(l, 1, FALSE, fh_api_type(l->api, "long"), &one);
    fh_slot slot = fh_lower_temporary(l, 8, 8);
    fh_builder_emit(l->builder,
                    (struct fh_plan_op){
                        .opcode = FH_OP_ADD, .a = slot, .b = pointer, .c = one.slot, .immediate = offset});
    return slot;
}

/* The bytes that hold it, and no more: others may not be there. */
static void load_bits(struct fh_lowering *l, const struct fh_place *place, struct fh_value *out)
{
    const struct fh_field *field = place->bits;
    fh_slot bytes = fh_lower_temporary(l, 8, 8);
    *out = (struct fh_value){.type = field->type, .slot = fh_lower_temporary(l, 8, 8)};
    fh_builder_emit(l->builder, (struct fh_plan_op){.opcode = place->is_memory ? FH_OP_LOAD : FH_OP_COPY,
                                                    .a = bytes,
                                                    .b = place->slot,
                                                    .size = (field->bit_offset + field->bit_width + 7) / 8,
                                                    .immediate = place->offset});
    fh_builder_emit(l->builder, (struct fh_plan_op){.opcode = FH_OP_BITS,
                                                    .a = out->slot,
                                                    .b = bytes,
                                                    .c = field->bit_offset,
                                                    .size = field->bit_width,
                                                    .immediate = field->type->kind == FH_TYPE_SIGNED});
}

void fh_lower_load(struct fh_lowering *l, const struct fh_place *place, struct fh_value *out)
{
    if (place->bits) {
        load_bits(l, place, out);
        return;
    }
    if (place->type->kind == FH_TYPE_ARRAY) {
        fh_lower_address(l, place, out);
        out->type = fh_api_pointer_to(l->api, place->type->target);
        return;
    }
    *out = (struct fh_value){.type = place->type->unqualified, .slot = place->slot};
    if (!place->is_memory)
        return;
    out->slot = fh_lower_temporary(l, place->type->size, place->type->alignment);
    fh_builder_emit(l->builder, (struct fh_plan_op){.opcode = FH_OP_LOAD,
                                                    .a = out->slot,
                                                    .b = place->slot,
                                                    .size = place->type->size,
                                                    .immediate = place->offset});
}

void fh_lower_store(struct fh_lowering *l, const struct fh_place *place, fh_slot value)
{
    struct fh_plan_op op = {.opcode = place->is_memory ? FH_OP_STORE : FH_OP_COPY,
                            .a = place->slot,
                            .b = value,
                            .size = place->type->size,
                            .immediate = place->offset};
    fh_builder_emit(l->builder, op);
}

void fh_lower_address(struct fh_lowering *l, const struct fh_place *place, struct fh_value *out)
{
    *out = (struct fh_value){.type = fh_api_pointer_to(l->api, place->type)};
    if (place->is_memory) {
        out->slot = add_offset(l, place->slot, place->offset);
        return;
    }
    out->slot = fh_lower_temporary(l, 8, 8);
    fh_builder_emit(l->builder,
                    (struct fh_plan_op){.opcode = FH_OP_ADDRESS, .a = out->slot, .b = place->slot});
}

static gboolean undefined_name(struct fh_lowering *l, const struct fh_expr *expr)
{
    if (g_hash_table_contains(l->broken, expr->text))
        return FALSE;
    if (g_hash_table_contains(l->callbacks, expr->text))
        return fh_lower_error(l, expr->span, "give it to a function that takes one", "'%s' is a callback",
                              expr->text);
    if (fh_api_function(l->api, expr->text) || fh_api_constant(l->api, expr->text))
        return fh_lower_error(l, expr->span, NULL, "'%s' is no variable", expr->text);
    g_autofree const char **names = (const char **)g_hash_table_get_keys_as_array(l->variables, NULL);
    const char *close = fh_closest_name(expr->text, names);
    g_autofree char *help =
        close ? g_strdup_printf("did you mean '%s'?", close)
              : g_strdup("a variable is defined by its first assignment, or as &name in a call");
    return fh_lower_error(l, expr->span, help, "'%s' is not defined", expr->text);
}

static gboolean place_of_name(struct fh_lowering *l, const struct fh_expr *expr, struct fh_place *out)
{
    const struct fh_variable *variable = fh_lower_variable(l, expr->text);
    if (!variable)
        return undefined_name(l, expr);
    *out = (struct fh_place){.type = variable->type, .slot = variable->slot};
    return TRUE;
}

/* The pointer that *e, e[i] and e->f go through. */
static gboolean object_pointer(struct fh_lowering *l, const struct fh_expr *expr, struct fh_value *out)
{
    if (!fh_lower_value(l, expr, out))
        return FALSE;
    const struct fh_type *type = out->type;
    if (type->kind != FH_TYPE_POINTER || type->target->kind == FH_TYPE_FUNCTION)
        return fh_lower_error(l, expr->span, NULL, "expected a pointer, this is %s", type->name);
    if (type->target->kind == FH_TYPE_VOID)
        return fh_lower_error(l, expr->span, "cast it to what it points to: (char *)…",
                              "a void pointer has nothing to look at");
    if (type->target->size == 0)
        return fh_lower_error(l, expr->span, NULL, "%s is opaque: the header does not say what is in it",
                              type->target->name);
    return TRUE;
}

static gboolean place_of_field(struct fh_lowering *l, const struct fh_expr *expr, struct fh_place *base,
                               struct fh_place *out)
{
    if (base->type->kind != FH_TYPE_STRUCT)
        return fh_lower_error(l, expr->left->span, NULL, "%s has no fields", base->type->name);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; base->type->fields && i < base->type->fields->len; i++) {
        const struct fh_field *field = g_ptr_array_index(base->type->fields, i);
        if (g_str_equal(field->name, expr->text)) {
            *out = *base;
            out->type = field->type;
            out->bits = field->bit_width > 0 ? field : NULL;
            if (field->bit_offset + field->bit_width > 64)
                return fh_lower_error(l, expr->span, NULL,
                                      "'%s' lies across nine bytes; it can't be read here", field->name);
            if (base->is_memory)
                out->offset += field->offset;
            else
                out->slot += field->offset;
            return TRUE;
        }
        g_ptr_array_add(names, field->name);
    }
    g_ptr_array_add(names, NULL);
    const char *close = fh_closest_name(expr->text, (const char *const *)names->pdata);
    g_autofree char *help = close ? g_strdup_printf("did you mean '%s'?", close) : NULL;
    return fh_lower_error(l, expr->span, help, "%s has no field '%s'", base->type->name, expr->text);
}

static gboolean place_of_arrow(struct fh_lowering *l, const struct fh_expr *expr, struct fh_place *out)
{
    struct fh_value pointer;
    if (!object_pointer(l, expr->left, &pointer))
        return FALSE;
    struct fh_place base = {
        .type = pointer.type->target->unqualified, .is_memory = TRUE, .slot = pointer.slot};
    return place_of_field(l, expr, &base, out);
}

static gboolean place_of_dot(struct fh_lowering *l, const struct fh_expr *expr, struct fh_place *out)
{
    struct fh_place base;
    if (expr->left->kind == FH_EXPR_CALL || expr->left->kind == FH_EXPR_COMPOUND) {
        struct fh_value value;
        if (!fh_lower_value(l, expr->left, &value))
            return FALSE;
        base = (struct fh_place){.type = value.type, .slot = value.slot};
    } else if (!fh_lower_place(l, expr->left, &base)) {
        return FALSE;
    }
    base.type = base.type->unqualified;
    if (base.type->kind == FH_TYPE_POINTER)
        return fh_lower_error(l, expr->span, "a pointer's fields are reached with ->", "%s is a pointer",
                              base.type->name);
    return place_of_field(l, expr, &base, out);
}

/* An element of an array that is a variable: the index is known to be inside, or it is refused. */
static gboolean element_of_array(struct fh_lowering *l, const struct fh_expr *expr,
                                 const struct fh_place *array, const struct fh_value *index,
                                 struct fh_place *out)
{
    const struct fh_type *type = array->type;
    if (index->is_negative || index->integer >= type->count)
        return fh_lower_error(l, expr->right->span, NULL, "the index is outside of %s", type->name);
    *out = *array;
    out->type = type->target;
    gint64 offset = index->integer * type->target->size;
    if (array->is_memory)
        out->offset += offset;
    else
        out->slot += offset;
    return TRUE;
}

static gboolean is_variable_array(struct fh_lowering *l, const struct fh_expr *expr)
{
    const struct fh_variable *variable = expr->kind == FH_EXPR_NAME ? fh_lower_variable(l, expr->text) : NULL;
    return variable && variable->type->kind == FH_TYPE_ARRAY;
}

static gboolean place_of_element(struct fh_lowering *l, const struct fh_expr *expr, struct fh_place *out)
{
    struct fh_value pointer, index;
    if (!fh_lower_value(l, expr->right, &index))
        return FALSE;
    if (!fh_type_is_integer(index.type))
        return fh_lower_error(l, expr->right->span, NULL, "an index is an integer, this is %s",
                              index.type->name);
    if (index.is_constant && is_variable_array(l, expr->left)) {
        struct fh_place array;
        return place_of_name(l, expr->left, &array) && element_of_array(l, expr, &array, &index, out);
    }
    if (!object_pointer(l, expr->left, &pointer))
        return FALSE;
    *out = (struct fh_place){.type = pointer.type->target, .is_memory = TRUE, .slot = pointer.slot};
    gint64 size = pointer.type->target->size;
    if (index.is_constant) {
        out->offset = (gint64)index.integer * size;
        return TRUE;
    }
    fh_slot wide;
    if (!fh_lower_convert(l, &index, fh_api_type(l->api, "long"), expr->right->span, &wide))
        return FALSE;
    out->slot = fh_lower_temporary(l, 8, 8);
    fh_builder_emit(
        l->builder,
        (struct fh_plan_op){
            .opcode = FH_OP_ADD, .a = out->slot, .b = pointer.slot, .c = wide, .immediate = size});
    return TRUE;
}

gboolean fh_lower_place(struct fh_lowering *l, const struct fh_expr *expr, struct fh_place *out)
{
    struct fh_value pointer;
    switch ((int)expr->kind) {
    case FH_EXPR_NAME:
        return place_of_name(l, expr, out);
    case FH_EXPR_FIELD:
        return place_of_dot(l, expr, out);
    case FH_EXPR_ARROW:
        return place_of_arrow(l, expr, out);
    case FH_EXPR_INDEX:
        return place_of_element(l, expr, out);
    case FH_EXPR_DEREF:
        if (!object_pointer(l, expr->left, &pointer))
            return FALSE;
        *out = (struct fh_place){.type = pointer.type->target, .is_memory = TRUE, .slot = pointer.slot};
        return TRUE;
    default:
        return fh_lower_error(l, expr->span, "assign it to a variable first", "this has no address");
    }
}
