// SPDX-License-Identifier: MIT
#include "check/by_value.h"

#include "wire/plan.h"

/* No more is passed in registers: two of eight bytes each, or on ARM four floating-point ones. Beyond, it is
 * memory, whatever is in it. */
#define REGISTERS_MAX 32

/* What lies in the bytes of a record. */
struct content {
    gboolean has_integer[REGISTERS_MAX / 8], has_float[REGISTERS_MAX / 8]; /* of each eight bytes */
    gsize float_size;                                                      /* of the floats in it */
    gboolean has_floats_only;                                              /* all of one size */
    gboolean is_odd; /* something lies where its type would not, or is of no type that is known here */
};

static void look_at(struct content *content, const struct fh_type *type, gsize offset);

static void note_integer(struct content *content, gsize offset, gsize size)
{
    for (gsize at = offset / 8; at <= (offset + size - 1) / 8; at++)
        content->has_integer[at] = TRUE;
    content->has_floats_only = FALSE;
}

static void note_float(struct content *content, gsize offset, gsize size)
{
    content->has_float[offset / 8] = TRUE;
    if (content->float_size != 0 && content->float_size != size)
        content->has_floats_only = FALSE;
    content->float_size = size;
}

static void look_at_fields(struct content *content, const struct fh_type *record, gsize offset)
{
    for (guint i = 0; i < record->fields->len; i++) {
        const struct fh_field *field = g_ptr_array_index(record->fields, i);
        if (field->bit_width > 0)
            note_integer(content, offset + field->offset, (field->bit_offset + field->bit_width + 7) / 8);
        else
            look_at(content, field->type, offset + field->offset);
    }
}

static void look_at(struct content *content, const struct fh_type *type, gsize offset)
{
    if (type->kind == FH_TYPE_ARRAY) {
        for (gsize i = 0; i < type->count; i++)
            look_at(content, type->target, offset + i * type->target->size);
        return;
    }
    if (type->kind == FH_TYPE_OTHER || (type->alignment > 0 && offset % type->alignment != 0))
        content->is_odd = TRUE;
    else if (type->kind == FH_TYPE_STRUCT)
        look_at_fields(content, type, offset);
    else if (type->kind == FH_TYPE_FLOAT)
        note_float(content, offset, type->size);
    else
        note_integer(content, offset, type->size);
}

static guint32 integer_of(gsize size)
{
    return size == 8 ? FH_PLAN_U64 : size == 4 ? FH_PLAN_U32 : size == 2 ? FH_PLAN_U16 : FH_PLAN_U8;
}

static guint32 float_of(gsize size)
{
    return size == 8 ? FH_PLAN_F64 : size == 4 ? FH_PLAN_F32 : FH_PLAN_VOID;
}

/* What goes where the bytes at `offset` go; `size` is the record's alignment. FH_PLAN_VOID when nothing does.
 */
static guint32 kind_at(const struct content *content, const struct fh_type *record, gsize offset, gsize size)
{
#if defined __aarch64__
    gboolean is_float = content->has_floats_only && record->size <= 4 * content->float_size;
    (void)offset;
#else
    gboolean is_float =
        record->size <= 16 && content->has_float[offset / 8] && !content->has_integer[offset / 8];
#endif
    return is_float ? float_of(size) : integer_of(size);
}

gboolean fh_by_value(const struct fh_type *record, GArray *kinds)
{
    struct content content = {.has_floats_only = TRUE};
    if (record->size == 0 || record->fields->len == 0 || record->alignment > 8)
        return FALSE;
    if (record->size <= REGISTERS_MAX)
        look_at(&content, record, 0);
    if (content.is_odd)
        return FALSE;
    for (gsize offset = 0; offset < record->size; offset += record->alignment) {
        guint32 kind = record->size <= REGISTERS_MAX ? kind_at(&content, record, offset, record->alignment)
                                                     : integer_of(record->alignment);
        if (kind == FH_PLAN_VOID)
            return FALSE;
        g_array_append_val(kinds, kind);
    }
    return TRUE;
}
