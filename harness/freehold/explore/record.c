// SPDX-License-Identifier: MIT
#include "explore/record.h"

#include "api/types.h"

gboolean fh_record_is_plain(const struct fh_type *type)
{
    if (type->kind != FH_TYPE_STRUCT || type->is_union || type->size == 0)
        return FALSE;
    for (guint i = 0; i < type->fields->len; i++) {
        const struct fh_field *field = g_ptr_array_index(type->fields, i);
        if (field->bit_width > 0 || field->is_alternative ||
            !(fh_type_is_number(field->type) || fh_record_is_plain(field->type)))
            return FALSE;
    }
    return type->fields->len > 0;
}

/* Caller owns. */
static char *value(const struct fh_field *field, guint index)
{
    static const char *const numbers[] = {"1", "2", "3", "0"}, *const floats[] = {"1.0", "0.5", "0.0"};
    static const char *const bools[] = {"true", "false"};
    if (field->enumerators)
        return g_strdup(g_ptr_array_index(field->enumerators, index % field->enumerators->len));
    if (field->type->kind == FH_TYPE_STRUCT)
        return fh_record_text(field->type, index);
    if (field->type->kind == FH_TYPE_FLOAT)
        return g_strdup(floats[index % G_N_ELEMENTS(floats)]);
    return g_strdup(field->type->kind == FH_TYPE_BOOL ? bools[index % G_N_ELEMENTS(bools)]
                                                      : numbers[index % G_N_ELEMENTS(numbers)]);
}

char *fh_record_text(const struct fh_type *type, guint index)
{
    GString *text = g_string_new("{ ");
    for (guint i = 0; i < type->fields->len; i++) {
        const struct fh_field *field = g_ptr_array_index(type->fields, i);
        g_autofree char *one = value(field, index + i);
        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", one);
    }
    g_string_append(text, " }");
    return g_string_free(text, FALSE);
}
