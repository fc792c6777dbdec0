// SPDX-License-Identifier: MIT
#include "check/initialiser.h"

#include <string.h>

#include "check/builder.h"
#include "check/expression.h"
#include "script/script.h"

static gboolean initialise_member(struct fh_lowering *l, const struct fh_type *type,
                                  const struct fh_expr *value, fh_slot slot)
{
    fh_slot from;
    if (value->kind == FH_EXPR_BRACED)
        return fh_lower_initialise(l, type->unqualified, value->list, value->span, slot);
    if (type->kind == FH_TYPE_ARRAY)
        return fh_lower_error(l, value->span, NULL, "an array is initialised by { … }");
    if (!fh_lower_stored(l, value, type, &from))
        return FALSE;
    fh_builder_emit(l->builder,
                    (struct fh_plan_op){.opcode = FH_OP_COPY, .a = slot, .b = from, .size = type->size});
    return TRUE;
}

static gboolean initialise_array(struct fh_lowering *l, const struct fh_type *type, const GPtrArray *list,
                                 struct fh_span span, fh_slot slot)
{
    if (list->len > type->count)
        return fh_lower_error(l, span, NULL, "%u values for %s", list->len, type->name);
    for (guint i = 0; i < list->len; i++) {
        const struct fh_item *item = g_ptr_array_index(list, i);
        if (item->designator)
            return fh_lower_error(l, item->designator_span, NULL, "an array has no field '%s'",
                                  item->designator);
        if (!initialise_member(l, type->target, item->value, slot + i * type->target->size))
            return FALSE;
    }
    return TRUE;
}

static const struct fh_field *field_of_item(const struct fh_type *type, const struct fh_item *item,
                                            guint position)
{
    if (!item->designator)
        return position < type->fields->len ? g_ptr_array_index(type->fields, position) : NULL;
    for (guint i = 0; i < type->fields->len; i++) {
        const struct fh_field *field = g_ptr_array_index(type->fields, i);
        if (g_str_equal(field->name, item->designator))
            return field;
    }
    return NULL;
}

/* C fills unnamed unions by rules that few know: say what is meant. */
static gboolean check_field(struct fh_lowering *l, const struct fh_type *type, const struct fh_item *item,
                            const struct fh_field *field)
{
    if (field->bit_width > 0)
        return fh_lower_error(l, item->value->span, "leave it out: it is zero then",
                              "bit-field '%s' can't be set here", field->name);
    if (!item->designator && (field->is_alternative || (type->is_union && field != type->fields->pdata[0])))
        return fh_lower_error(l, item->value->span, "name the field: .x = …",
                              "%s has a union here: which field is meant?", type->name);
    return TRUE;
}

static gboolean initialise_struct(struct fh_lowering *l, const struct fh_type *type, const GPtrArray *list,
                                  fh_slot slot)
{
    guint position = 0;
    for (guint i = 0; i < list->len; i++) {
        const struct fh_item *item = g_ptr_array_index(list, i);
        const struct fh_field *field = field_of_item(type, item, position);
        if (!field && item->designator)
            return fh_lower_error(l, item->designator_span, NULL, "%s has no field '%s'", type->name,
                                  item->designator);
        if (!field)
            return fh_lower_error(l, item->value->span, NULL, "%s has only %u fields", type->name,
                                  type->fields->len);
        if (!check_field(l, type, item, field) ||
            !initialise_member(l, field->type, item->value, slot + field->offset))
            return FALSE;
        g_ptr_array_find(type->fields, field, &position);
        position++;
    }
    return TRUE;
}

gboolean fh_lower_initialise(struct fh_lowering *l, const struct fh_type *type, const GPtrArray *list,
                             struct fh_span span, fh_slot slot)
{
    if (type->kind == FH_TYPE_ARRAY)
        return initialise_array(l, type, list, span, slot);
    if (type->kind == FH_TYPE_STRUCT && type->size > 0)
        return initialise_struct(l, type, list, slot);
    return fh_lower_error(l, span, NULL, "%s is not initialised by { … }", type->name);
}
