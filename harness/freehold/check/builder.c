// SPDX-License-Identifier: MIT
#include "check/builder.h"

#include <string.h>

#include "check/by_value.h"

static void add_scalar_types(struct fh_builder *b)
{
    static const guint32 sizes[FH_PLAN_STRUCT] = {
        [FH_PLAN_U8] = 1,  [FH_PLAN_S8] = 1,  [FH_PLAN_U16] = 2,     [FH_PLAN_S16] = 2,
        [FH_PLAN_U32] = 4, [FH_PLAN_S32] = 4, [FH_PLAN_U64] = 8,     [FH_PLAN_S64] = 8,
        [FH_PLAN_F32] = 4, [FH_PLAN_F64] = 8, [FH_PLAN_POINTER] = 8,
    };
    for (guint32 kind = FH_PLAN_VOID; kind < FH_PLAN_STRUCT; kind++) {
        struct fh_plan_type type = {.kind = kind, .size = sizes[kind], .alignment = sizes[kind]};
        g_array_append_val(b->types, type);
    }
}

struct fh_builder *fh_builder_new(void)
{
    struct fh_builder *b = g_new0(struct fh_builder, 1);
    b->symbols = g_array_new(FALSE, TRUE, sizeof(struct fh_plan_symbol));
    b->types = g_array_new(FALSE, TRUE, sizeof(struct fh_plan_type));
    b->elements = g_array_new(FALSE, TRUE, sizeof(guint32));
    b->signatures = g_array_new(FALSE, TRUE, sizeof(struct fh_plan_signature));
    b->callbacks = g_array_new(FALSE, TRUE, sizeof(struct fh_plan_callback));
    b->scenarios = g_array_new(FALSE, TRUE, sizeof(struct fh_plan_scenario));
    b->code = g_array_new(FALSE, TRUE, sizeof(struct fh_plan_op));
    b->arguments = g_array_new(FALSE, TRUE, sizeof(fh_slot));
    b->ownership = g_array_new(FALSE, TRUE, sizeof(struct fh_plan_ownership));
    b->bytes = g_byte_array_new();
    b->strings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    b->symbol_indices = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    b->type_indices = g_hash_table_new(NULL, NULL);
    b->symbol_names = g_ptr_array_new_with_free_func(g_free);
    add_scalar_types(b);
    return b;
}

void fh_builder_free(struct fh_builder *b)
{
    if (!b)
        return;
    GArray *arrays[] = {b->symbols,   b->types, b->elements,  b->signatures, b->callbacks,
                        b->scenarios, b->code,  b->arguments, b->ownership};
    for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_array_unref(arrays[i]);
    g_byte_array_unref(b->bytes);
    g_hash_table_unref(b->strings);
    g_hash_table_unref(b->symbol_indices);
    g_hash_table_unref(b->type_indices);
    g_ptr_array_unref(b->symbol_names);
    g_free(b);
}

guint32 fh_builder_bytes(struct fh_builder *b, const void *data, gsize size, gsize alignment)
{
    static const guint8 zeros[64];
    gsize padding = (alignment - b->bytes->len % alignment) % alignment;
    g_byte_array_append(b->bytes, zeros, padding);
    guint32 offset = b->bytes->len;
    g_byte_array_append(b->bytes, data, size);
    return offset;
}

guint32 fh_builder_string(struct fh_builder *b, const char *text)
{
    gpointer known = g_hash_table_lookup(b->strings, text);
    if (known)
        return GPOINTER_TO_UINT(known) - 1;
    guint32 offset = fh_builder_bytes(b, text, strlen(text) + 1, 1);
    g_hash_table_insert(b->strings, g_strdup(text), GUINT_TO_POINTER(offset + 1));
    return offset;
}

guint32 fh_builder_symbol(struct fh_builder *b, const char *name, gboolean is_library)
{
    gpointer known = g_hash_table_lookup(b->symbol_indices, name);
    if (known)
        return GPOINTER_TO_UINT(known) - 1;
    struct fh_plan_symbol symbol = {.name = fh_builder_string(b, name), .is_library = is_library};
    g_array_append_val(b->symbols, symbol);
    g_ptr_array_add(b->symbol_names, g_strdup(name));
    g_hash_table_insert(b->symbol_indices, g_strdup(name), GUINT_TO_POINTER(b->symbols->len));
    return b->symbols->len - 1;
}

static enum fh_plan_type_kind integer_kind(const struct fh_type *type)
{
    gboolean is_signed = type->kind == FH_TYPE_SIGNED;
    switch (type->size) {
    case 1:
        return is_signed ? FH_PLAN_S8 : FH_PLAN_U8;
    case 2:
        return is_signed ? FH_PLAN_S16 : FH_PLAN_U16;
    case 4:
        return is_signed ? FH_PLAN_S32 : FH_PLAN_U32;
    default:
        return is_signed ? FH_PLAN_S64 : FH_PLAN_U64;
    }
}

enum fh_plan_type_kind fh_plan_scalar_kind(const struct fh_type *type)
{
    switch (type->kind) {
    case FH_TYPE_BOOL:
        return FH_PLAN_U8;
    case FH_TYPE_SIGNED:
    case FH_TYPE_UNSIGNED:
        return integer_kind(type);
    case FH_TYPE_FLOAT:
        return type->size == 4 ? FH_PLAN_F32 : FH_PLAN_F64;
    case FH_TYPE_POINTER:
        return FH_PLAN_POINTER;
    case FH_TYPE_VOID:
    case FH_TYPE_ARRAY:
    case FH_TYPE_STRUCT:
    case FH_TYPE_FUNCTION:
    case FH_TYPE_OTHER:
        break;
    }
    return FH_PLAN_VOID;
}

static guint32 add_struct(struct fh_builder *b, const struct fh_type *type)
{
    g_autoptr(GArray) elements = g_array_new(FALSE, FALSE, sizeof(guint32));
    if (!fh_by_value(type, elements))
        return FH_PLAN_NONE;
    struct fh_plan_type entry = {.kind = FH_PLAN_STRUCT,
                                 .size = type->size,
                                 .alignment = type->alignment,
                                 .first_element = b->elements->len,
                                 .n_elements = elements->len};
    g_array_append_vals(b->elements, elements->data, elements->len);
    g_array_append_val(b->types, entry);
    return b->types->len - 1;
}

guint32 fh_builder_type(struct fh_builder *b, const struct fh_type *type)
{
    type = type->unqualified;
    if (type->kind == FH_TYPE_VOID)
        return FH_PLAN_VOID;
    if (type->kind != FH_TYPE_STRUCT) {
        guint32 kind = fh_plan_scalar_kind(type);
        return kind == FH_PLAN_VOID ? FH_PLAN_NONE : kind;
    }
    gpointer known = g_hash_table_lookup(b->type_indices, type);
    if (known)
        return GPOINTER_TO_UINT(known) - 1;
    guint32 index = add_struct(b, type);
    if (index != FH_PLAN_NONE)
        g_hash_table_insert(b->type_indices, (gpointer)type, GUINT_TO_POINTER(index + 1));
    return index;
}

static gboolean signature_is(const struct fh_builder *b, const struct fh_plan_signature *s, guint32 result,
                             const GArray *arguments, guint n_fixed, gboolean is_variadic)
{
    return s->result == result && s->n_arguments == arguments->len && s->n_fixed == n_fixed &&
           s->is_variadic == (guint32)is_variadic &&
           (arguments->len == 0 || memcmp(&g_array_index(b->elements, guint32, s->first_argument),
                                          arguments->data, arguments->len * sizeof(guint32)) == 0);
}

guint32 fh_builder_signature(struct fh_builder *b, guint32 result, const GArray *arguments, guint n_fixed,
                             gboolean is_variadic)
{
    for (guint i = 0; i < b->signatures->len; i++)
        if (signature_is(b, &g_array_index(b->signatures, struct fh_plan_signature, i), result, arguments,
                         n_fixed, is_variadic))
            return i;
    struct fh_plan_signature signature = {.result = result,
                                          .first_argument = b->elements->len,
                                          .n_arguments = arguments->len,
                                          .n_fixed = n_fixed,
                                          .is_variadic = is_variadic};
    if (arguments->len > 0)
        g_array_append_vals(b->elements, arguments->data, arguments->len);
    g_array_append_val(b->signatures, signature);
    return b->signatures->len - 1;
}

guint fh_builder_emit(struct fh_builder *b, struct fh_plan_op op)
{
    g_array_append_val(b->code, op);
    return b->code->len - 1;
}

struct fh_plan_op *fh_builder_op(struct fh_builder *b, guint index)
{
    return &g_array_index(b->code, struct fh_plan_op, index);
}

GArray *fh_builder_swap_code(struct fh_builder *b, GArray *code)
{
    GArray *before = b->code;
    b->code = code;
    return before;
}

static void relocate_ops(struct fh_builder *b, guint32 base)
{
    for (guint i = 0; i < b->code->len; i++) {
        struct fh_plan_op *op = fh_builder_op(b, i);
        if (op->opcode == FH_OP_CONSTANT || op->opcode == FH_OP_DATA || op->opcode == FH_OP_FAIL)
            op->b += base;
        else if (op->opcode == FH_OP_EXPECT || op->opcode == FH_OP_OWNER)
            op->immediate += base;
    }
}

static void relocate_strings(struct fh_builder *b, guint32 base)
{
    for (guint i = 0; i < b->symbols->len; i++)
        g_array_index(b->symbols, struct fh_plan_symbol, i).name += base;
    for (guint i = 0; i < b->callbacks->len; i++)
        g_array_index(b->callbacks, struct fh_plan_callback, i).name += base;
    for (guint i = 0; i < b->scenarios->len; i++) {
        g_array_index(b->scenarios, struct fh_plan_scenario, i).name += base;
        g_array_index(b->scenarios, struct fh_plan_scenario, i).file += base;
    }
}

static void pad(GByteArray *image)
{
    static const guint8 zeros[16];
    g_byte_array_append(image, zeros, (16 - image->len % 16) % 16);
}

GByteArray *fh_builder_finish(struct fh_builder *b)
{
    struct fh_plan_header header = {.magic = FH_PLAN_MAGIC, .version = FH_PLAN_VERSION};
    GByteArray *image = g_byte_array_new();
    g_byte_array_append(image, (const guint8 *)&header, sizeof(header));
    pad(image);
    header.bytes = (struct fh_plan_section){.offset = image->len, .count = b->bytes->len};
    g_byte_array_append(image, b->bytes->data, b->bytes->len);
    relocate_ops(b, header.bytes.offset);
    relocate_strings(b, header.bytes.offset);

    struct {
        struct fh_plan_section *section;
        GArray *array;
    } sections[] = {
        {&header.symbols, b->symbols},     {&header.types, b->types},
        {&header.elements, b->elements},   {&header.signatures, b->signatures},
        {&header.callbacks, b->callbacks}, {&header.scenarios, b->scenarios},
        {&header.code, b->code},           {&header.arguments, b->arguments},
        {&header.ownership, b->ownership},
    };
    for (guint i = 0; i < G_N_ELEMENTS(sections); i++) {
        GArray *array = sections[i].array;
        pad(image);
        *sections[i].section = (struct fh_plan_section){.offset = image->len, .count = array->len};
        if (array->len > 0)
            g_byte_array_append(image, (const guint8 *)array->data,
                                array->len * g_array_get_element_size(array));
    }
    header.size = image->len;
    memcpy(image->data, &header, sizeof(header));
    return image;
}
