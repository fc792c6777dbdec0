// SPDX-License-Identifier: MIT
#include "api/types.h"

#include "api/model.h"

#include <string.h>

/* C's declarators from the inside out: `inner` is what stands where the declared name would. */
static char *declare(const struct fh_type *type, const char *inner);

static char *declare_pointer(const struct fh_type *type, const char *inner)
{
    const char *qualifier = !type->is_const ? "" : inner[0] == '*' || inner[0] == '(' ? "const " : "const";
    g_autofree char *star = g_strconcat("*", qualifier, inner, NULL);
    enum fh_type_kind kind = type->target->kind;
    if (kind != FH_TYPE_ARRAY && kind != FH_TYPE_FUNCTION)
        return declare(type->target, star);
    g_autofree char *bracketed = g_strdup_printf("(%s)", star);
    return declare(type->target, bracketed);
}

static char *declare_array(const struct fh_type *type, const char *inner)
{
    g_autofree char *more = type->count ? g_strdup_printf("%s[%" G_GSIZE_FORMAT "]", inner, type->count)
                                        : g_strdup_printf("%s[]", inner);
    return declare(type->target, more);
}

static char *declare_function(const struct fh_type *type, const char *inner)
{
    g_autoptr(GString) more = g_string_new(inner);
    g_string_append_c(more, '(');
    for (guint i = 0; i < type->parameters->len; i++) {
        const struct fh_type *parameter = g_ptr_array_index(type->parameters, i);
        g_string_append_printf(more, "%s%s", i ? ", " : "", parameter->name);
    }
    if (type->is_variadic)
        g_string_append(more, type->parameters->len ? ", ..." : "...");
    else if (type->parameters->len == 0)
        g_string_append(more, "void");
    g_string_append_c(more, ')');
    return declare(type->result, more->str);
}

static char *declare(const struct fh_type *type, const char *inner)
{
    if (type->kind == FH_TYPE_POINTER)
        return declare_pointer(type, inner);
    if (type->kind == FH_TYPE_ARRAY)
        return declare_array(type, inner);
    if (type->kind == FH_TYPE_FUNCTION)
        return declare_function(type, inner);
    const char *space = inner[0] != '\0' && inner[0] != '[' ? " " : "";
    return g_strconcat(type->is_const ? "const " : "", type->unqualified->name, space, inner, NULL);
}

/* Consumes `key`. */
static struct fh_type *enter(struct fh_api *api, char *key, const struct fh_type *like)
{
    struct fh_type *type = g_memdup2(like, sizeof(*like));
    if (!type->unqualified)
        type->unqualified = type;
    if (!type->name)
        type->name = declare(type, "");
    g_hash_table_insert(api->types, key, type);
    return type;
}

static void field_free(gpointer data)
{
    struct fh_field *field = data;
    g_free(field->name);
    g_free(field);
}

void fh_type_free(struct fh_type *type)
{
    if (!type)
        return;
    g_clear_pointer(&type->fields, g_ptr_array_unref);
    g_clear_pointer(&type->parameters, g_ptr_array_unref);
    g_free(type->name);
    g_free(type);
}

const struct fh_type *fh_type_void(struct fh_api *api)
{
    return g_hash_table_lookup(api->names, "void");
}

static const char *scalar_name(enum fh_type_kind kind, gsize size, gboolean is_char)
{
    if (is_char)
        return "char";
    if (kind == FH_TYPE_BOOL)
        return "bool";
    if (kind == FH_TYPE_FLOAT)
        return size == sizeof(float) ? "float" : "double";
    gboolean is_signed = kind == FH_TYPE_SIGNED;
    if (size == sizeof(char))
        return is_signed ? "signed char" : "unsigned char";
    if (size == sizeof(short))
        return is_signed ? "short" : "unsigned short";
    if (size == sizeof(int))
        return is_signed ? "int" : "unsigned int";
    return is_signed ? "long" : "unsigned long";
}

const struct fh_type *fh_type_scalar(struct fh_api *api, enum fh_type_kind kind, gsize size, gboolean is_char)
{
    g_autofree char *key = g_strdup_printf("scalar %d %" G_GSIZE_FORMAT " %d", kind, size, is_char);
    const struct fh_type *known = g_hash_table_lookup(api->types, key);
    if (known)
        return known;
    struct fh_type type = {.kind = kind, .size = size, .alignment = size, .is_char = is_char};
    type.name = g_strdup(scalar_name(kind, size, is_char));
    return enter(api, g_steal_pointer(&key), &type);
}

const struct fh_type *fh_type_function(struct fh_api *api, const struct fh_type *result,
                                       GPtrArray *parameters, gboolean is_variadic)
{
    g_autoptr(GPtrArray) taken = parameters;
    g_autoptr(GString) key = g_string_new("function");
    g_string_append_printf(key, " %p %d", (const void *)result, is_variadic);
    for (guint i = 0; i < parameters->len; i++)
        g_string_append_printf(key, " %p", g_ptr_array_index(parameters, i));
    const struct fh_type *known = g_hash_table_lookup(api->types, key->str);
    if (known)
        return known;
    struct fh_type type = {.kind = FH_TYPE_FUNCTION, .result = result, .is_variadic = is_variadic};
    type.parameters = g_steal_pointer(&taken);
    return enter(api, g_strdup(key->str), &type);
}

struct fh_type *fh_type_declared(struct fh_api *api, enum fh_type_kind kind, const char *identity,
                                 const char *name, gsize size, gsize alignment, gboolean *is_new)
{
    g_autofree char *key = g_strconcat("declared ", identity, NULL);
    struct fh_type *known = g_hash_table_lookup(api->types, key);
    *is_new = !known;
    if (known)
        return known;
    struct fh_type type = {.kind = kind, .name = g_strdup(name), .size = size, .alignment = alignment};
    if (kind == FH_TYPE_STRUCT)
        type.fields = g_ptr_array_new_with_free_func(field_free);
    return enter(api, g_steal_pointer(&key), &type);
}

void fh_type_add_field(struct fh_type *record, const struct fh_field *field)
{
    g_ptr_array_add(record->fields, g_memdup2(field, sizeof(*field)));
}

const struct fh_type *fh_api_pointer_to(struct fh_api *api, const struct fh_type *target)
{
    g_autofree char *key = g_strdup_printf("pointer %p", (const void *)target);
    const struct fh_type *known = g_hash_table_lookup(api->types, key);
    if (known)
        return known;
    struct fh_type type = {
        .kind = FH_TYPE_POINTER, .size = sizeof(void *), .alignment = _Alignof(void *), .target = target};
    return enter(api, g_steal_pointer(&key), &type);
}

const struct fh_type *fh_api_array_of(struct fh_api *api, const struct fh_type *element, gsize count)
{
    g_autofree char *key = g_strdup_printf("array %p %" G_GSIZE_FORMAT, (const void *)element, count);
    const struct fh_type *known = g_hash_table_lookup(api->types, key);
    if (known)
        return known;
    struct fh_type type = {.kind = FH_TYPE_ARRAY,
                           .size = element->size * count,
                           .alignment = element->alignment,
                           .target = element,
                           .count = count};
    return enter(api, g_steal_pointer(&key), &type);
}

const struct fh_type *fh_api_const(struct fh_api *api, const struct fh_type *type)
{
    if (type->is_const || type->kind == FH_TYPE_FUNCTION)
        return type;
    if (type->kind == FH_TYPE_ARRAY)
        return fh_api_array_of(api, fh_api_const(api, type->target), type->count);
    g_autofree char *key = g_strdup_printf("const %p", (const void *)type);
    const struct fh_type *known = g_hash_table_lookup(api->types, key);
    if (known)
        return known;
    struct fh_type qualified = *type;
    qualified.name = NULL;
    qualified.is_const = TRUE;
    if (type->fields)
        qualified.fields = g_ptr_array_ref(type->fields);
    return enter(api, g_steal_pointer(&key), &qualified);
}

static const struct fh_field *own_field(const struct fh_type *record, const char *name)
{
    for (guint i = 0; record->kind == FH_TYPE_STRUCT && i < record->fields->len; i++) {
        const struct fh_field *field = g_ptr_array_index(record->fields, i);
        if (g_strcmp0(field->name, name) == 0)
            return field;
    }
    return NULL;
}

gboolean fh_type_is_plain_integer(const struct fh_type *type)
{
    return type->kind == FH_TYPE_SIGNED || type->kind == FH_TYPE_UNSIGNED;
}

gboolean fh_type_is_integer(const struct fh_type *type)
{
    return fh_type_is_plain_integer(type) || type->kind == FH_TYPE_BOOL;
}

gboolean fh_type_is_number(const struct fh_type *type)
{
    return fh_type_is_integer(type) || type->kind == FH_TYPE_FLOAT;
}

const struct fh_field *fh_type_field(const struct fh_type *record, const char *path, gsize *offset)
{
    g_auto(GStrv) names = g_strsplit(path, ".", -1);
    const struct fh_field *field = NULL;
    gsize sum = 0;
    for (char **name = names; *name; name++) {
        field = own_field(field ? field->type : record, *name);
        if (!field)
            return NULL;
        sum += field->offset;
    }
    if (offset)
        *offset = sum;
    return field;
}
