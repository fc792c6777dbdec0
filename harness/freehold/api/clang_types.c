// SPDX-License-Identifier: MIT
#include "api/clang_types.h"

#include <string.h>

#include "api/enumerators.h"
#include "api/translation.h"
#include "api/types.h"

struct record {
    struct fh_type *type;
    CXType declared;
};

void fh_clang_types_init(struct fh_clang_types *types, struct fh_api *api)
{
    types->api = api;
    types->records = g_array_new(FALSE, FALSE, sizeof(struct record));
}

static gsize positive(long long size)
{
    return size > 0 ? (gsize)size : 0;
}

static CXCursor defined(CXCursor declaration)
{
    CXCursor definition = clang_getCursorDefinition(declaration);
    return clang_Cursor_isNull(definition) ? declaration : definition;
}

static gboolean is_union(CXCursor declaration)
{
    return clang_getCursorKind(declaration) == CXCursor_UnionDecl;
}

/* "struct point", or the typedef that names it, or where it stands. */
static char *record_name(CXCursor declaration)
{
    if (!clang_Cursor_isAnonymous(declaration))
        return fh_clang_text(clang_getTypeSpelling(clang_getCursorType(declaration)));
    guint line;
    fh_clang_position(clang_getCursorLocation(declaration), NULL, &line, NULL);
    const char *word = is_union(declaration) ? "union" : "struct";
    return g_strdup_printf("%s (unnamed, line %u)", word, line);
}

static const struct fh_type *record_type(struct fh_clang_types *types, CXType type)
{
    CXCursor declaration = defined(clang_getTypeDeclaration(type));
    g_autofree char *identity = fh_clang_text(clang_getCursorUSR(declaration));
    g_autofree char *name = record_name(declaration);
    gboolean is_new;
    struct fh_type *entered =
        fh_type_declared(types->api, FH_TYPE_STRUCT, identity, name, positive(clang_Type_getSizeOf(type)),
                         positive(clang_Type_getAlignOf(type)), &is_new);
    struct record record = {entered, clang_getCursorType(declaration)};
    if (is_new) {
        entered->is_union = is_union(declaration);
        g_array_append_val(types->records, record);
    }
    return entered;
}

static const struct fh_type *function_type(struct fh_clang_types *types, CXType type)
{
    GPtrArray *parameters = g_ptr_array_new();
    for (int i = 0; i < clang_getNumArgTypes(type); i++)
        g_ptr_array_add(parameters, (gpointer)fh_clang_type(types, clang_getArgType(type, i))->unqualified);
    const struct fh_type *result = fh_clang_type(types, clang_getResultType(type))->unqualified;
    gboolean is_variadic = type.kind == CXType_FunctionProto && clang_isFunctionTypeVariadic(type);
    return fh_type_function(types->api, result, parameters, is_variadic);
}

static const struct fh_type *other_type(struct fh_clang_types *types, CXType type)
{
    gboolean is_new;
    g_autofree char *spelling = fh_clang_text(clang_getTypeSpelling(type));
    const char *name = g_str_has_prefix(spelling, "const ") ? spelling + strlen("const ") : spelling;
    return fh_type_declared(types->api, FH_TYPE_OTHER, name, name, positive(clang_Type_getSizeOf(type)),
                            positive(clang_Type_getAlignOf(type)), &is_new);
}

static const struct fh_type *scalar(struct fh_clang_types *types, enum fh_type_kind kind, CXType type)
{
    gboolean is_char = type.kind == CXType_Char_S || type.kind == CXType_Char_U;
    return fh_type_scalar(types->api, kind, positive(clang_Type_getSizeOf(type)), is_char);
}

static const struct fh_type *enum_type(struct fh_clang_types *types, CXType type)
{
    CXType integer = clang_getEnumDeclIntegerType(defined(clang_getTypeDeclaration(type)));
    return integer.kind == CXType_Invalid ? fh_type_scalar(types->api, FH_TYPE_UNSIGNED, sizeof(int), FALSE)
                                          : fh_clang_type(types, integer);
}

static const struct fh_type *unqualified_type(struct fh_clang_types *types, CXType type)
{
    switch (type.kind) {
    case CXType_Void:
        return fh_type_void(types->api);
    case CXType_Bool:
        return scalar(types, FH_TYPE_BOOL, type);
    case CXType_Char_S:
    case CXType_SChar:
    case CXType_Short:
    case CXType_Int:
    case CXType_Long:
    case CXType_LongLong:
        return scalar(types, FH_TYPE_SIGNED, type);
    case CXType_Char_U:
    case CXType_UChar:
    case CXType_UShort:
    case CXType_UInt:
    case CXType_ULong:
    case CXType_ULongLong:
        return scalar(types, FH_TYPE_UNSIGNED, type);
    case CXType_Float:
    case CXType_Double:
        return scalar(types, FH_TYPE_FLOAT, type);
    case CXType_Enum:
        return enum_type(types, type);
    case CXType_Record:
        return record_type(types, type);
    case CXType_Pointer:
    case CXType_LValueReference:
        return fh_api_pointer_to(types->api, fh_clang_type(types, clang_getPointeeType(type)));
    case CXType_ConstantArray:
    case CXType_IncompleteArray:
        return fh_api_array_of(types->api, fh_clang_type(types, clang_getArrayElementType(type)),
                               positive(clang_getArraySize(type)));
    case CXType_FunctionProto:
    case CXType_FunctionNoProto:
        return function_type(types, type);
    default:
        return other_type(types, type);
    }
}

const struct fh_type *fh_clang_type(struct fh_clang_types *types, CXType type)
{
    CXType canonical = clang_getCanonicalType(type);
    const struct fh_type *unqualified = unqualified_type(types, canonical);
    return clang_isConstQualifiedType(canonical) ? fh_api_const(types->api, unqualified) : unqualified;
}

struct filling {
    struct fh_clang_types *types;
    struct fh_type *record;
    gsize base;              /* of the unnamed record that is being visited, in bytes */
    gboolean is_alternative; /* that is a union, or in one */
};

static enum CXVisitorResult add_field(CXCursor cursor, CXClientData data)
{
    struct filling *filling = data;
    gsize bits = filling->base * 8 + positive(clang_Cursor_getOffsetOfField(cursor));
    CXType type = clang_getCanonicalType(clang_getCursorType(cursor));
    CXCursor declaration = clang_getTypeDeclaration(type);
    if (clang_Cursor_isAnonymousRecordDecl(declaration)) {
        struct filling inner = {filling->types, filling->record, bits / 8,
                                filling->is_alternative || is_union(declaration)};
        clang_Type_visitFields(type, add_field, &inner);
        return CXVisit_Continue;
    }
    struct fh_field field = {.name = fh_clang_text(clang_getCursorSpelling(cursor)),
                             .type = fh_clang_type(filling->types, type)->unqualified,
                             .offset = bits / 8,
                             .is_alternative = filling->is_alternative,
                             .enumerators =
                                 fh_enumerators_of(filling->types->api, clang_getCursorType(cursor))};
    if (clang_Cursor_isBitField(cursor)) {
        field.bit_offset = (guint)(bits % 8);
        field.bit_width = (guint)clang_getFieldDeclBitWidth(cursor);
    }
    if (*field.name != '\0')
        fh_type_add_field(filling->record, &field);
    else /* a bit-field that only fills room */
        g_free(field.name);
    return CXVisit_Continue;
}

void fh_clang_types_finish(struct fh_clang_types *types)
{
    /* It grows on the way. */
    for (guint i = 0; i < types->records->len; i++) {
        struct record record = g_array_index(types->records, struct record, i);
        struct filling filling = {.types = types, .record = record.type};
        clang_Type_visitFields(record.declared, add_field, &filling);
    }
    g_array_unref(types->records);
}
