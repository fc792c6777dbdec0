// SPDX-License-Identifier: MIT
#include "api/declarations.h"

#include <string.h>

#include "api/api.h"
#include "api/clang_types.h"
#include "api/constants.h"
#include "api/contract.h"
#include "api/doc_comment.h"
#include "api/enumerators.h"
#include "api/lookup.h"

struct reading {
    struct fh_api *api;
    CXTranslationUnit unit;
    gboolean is_cxx;
    struct fh_clang_types types;
    GArray *macros; /* CXCursor: their casts may name types that come later */
    GPtrArray *docs;
};

static gboolean is_library_path(const struct fh_api *api, const char *path)
{
    g_autofree char *full = g_canonicalize_filename(path, NULL);
    return g_str_has_prefix(full, api->folder);
}

static void add_name(struct fh_api *api, const char *word, const char *name, const struct fh_type *type)
{
    g_hash_table_insert(api->names, g_strconcat(word, name, NULL), (gpointer)type);
}

static void read_tag(struct reading *reading, CXCursor cursor, const char *word)
{
    g_autofree char *name = fh_clang_text(clang_getCursorSpelling(cursor));
    CXType type = clang_getCursorType(cursor);
    if (name[0] == '\0' || clang_Cursor_isAnonymous(cursor))
        return;
    add_name(reading->api, word, name, fh_clang_type(&reading->types, type));
    if (reading->is_cxx)
        add_name(reading->api, "", name, fh_clang_type(&reading->types, type));
}

static void read_typedef(struct reading *reading, CXCursor cursor)
{
    g_autofree char *name = fh_clang_text(clang_getCursorSpelling(cursor));
    add_name(reading->api, "", name, fh_clang_type(&reading->types, clang_getCursorType(cursor)));
}

static enum CXChildVisitResult read_enumerator(CXCursor cursor, CXCursor parent, CXClientData data)
{
    struct reading *reading = data;
    if (clang_getCursorKind(cursor) != CXCursor_EnumConstantDecl)
        return CXChildVisit_Continue;
    struct fh_constant *constant = g_new0(struct fh_constant, 1);
    constant->name = fh_clang_text(clang_getCursorSpelling(cursor));
    constant->kind = FH_CONSTANT_INTEGER;
    constant->type = fh_clang_type(&reading->types, clang_getCursorType(parent));
    constant->integer = clang_getEnumConstantDeclValue(cursor);
    g_hash_table_replace(reading->api->constants, constant->name, constant);
    return CXChildVisit_Continue;
}

/* Without one, it is the first "arg1". Caller owns. */
static char *name_of(CXCursor argument, guint index)
{
    g_autofree char *name =
        clang_Cursor_isNull(argument) ? g_strdup("") : fh_clang_text(clang_getCursorSpelling(argument));
    return name[0] != '\0' ? g_steal_pointer(&name) : g_strdup_printf("arg%u", index + 1);
}

static void add_parameters(const struct fh_api *api, struct fh_function *function, CXCursor cursor)
{
    function->parameters = g_ptr_array_new();
    for (guint i = 0; i < function->type->parameters->len; i++) {
        CXCursor argument = clang_Cursor_getArgument(cursor, i);
        struct fh_parameter *parameter = g_new0(struct fh_parameter, 1);
        parameter->name = name_of(argument, i);
        parameter->type = g_ptr_array_index(function->type->parameters, i);
        parameter->enumerators =
            clang_Cursor_isNull(argument) ? NULL : fh_enumerators_of(api, clang_getCursorType(argument));
        g_ptr_array_add(function->parameters, parameter);
    }
}

static void add_doc(struct reading *reading, struct fh_function *function, CXCursor cursor)
{
    guint line;
    g_autofree char *path = NULL;
    g_autofree char *text = fh_doc_comment(cursor, &path, &line);
    if (!text)
        return;
    struct fh_doc *doc = g_new0(struct fh_doc, 1);
    doc->line = line;
    doc->path = fh_api_display_path(reading->api, path ? path : function->header);
    function->comment = g_strdup(text);
    doc->text = g_steal_pointer(&text);
    doc->function = function;
    g_ptr_array_add(reading->docs, doc);
}

/* Nothing to link with: the code is in the header only. */
static gboolean is_inline(CXCursor cursor)
{
    enum CX_StorageClass storage = clang_Cursor_getStorageClass(cursor);
    return storage == CX_SC_Static || (clang_Cursor_isFunctionInlined(cursor) && storage == CX_SC_None);
}

/* `enum status {…}; typedef uint32_t status;` is an enum, too. */
static gboolean is_enum(const struct fh_api *api, CXType type)
{
    g_autofree char *name = fh_clang_text(clang_getTypeSpelling(type));
    g_autofree char *tag = g_strconcat("enum ", name, NULL);
    return clang_getCanonicalType(type).kind == CXType_Enum || g_hash_table_contains(api->names, tag);
}

static void read_function(struct reading *reading, CXCursor cursor)
{
    struct fh_api *api = reading->api;
    g_autofree char *name = fh_clang_text(clang_getCursorSpelling(cursor)), *path = NULL;
    if (is_inline(cursor)) {
        g_hash_table_add(api->inlines, g_steal_pointer(&name));
        return;
    }
    if (g_hash_table_contains(api->functions, name) || (reading->is_cxx && !fh_clang_is_extern_c(cursor)))
        return;
    struct fh_function *function = g_new0(struct fh_function, 1);
    CXSourceLocation location = clang_getCursorLocation(cursor);
    fh_clang_position(location, &path, &function->line, NULL);
    function->name = g_steal_pointer(&name);
    function->type = fh_clang_type(&reading->types, clang_getCursorType(cursor));
    function->header = fh_api_display_path(api, path ? path : "");
    const gboolean is_users = path && !clang_Location_isInSystemHeader(location);
    function->is_library = is_users && is_library_path(api, path);
    function->is_included = is_users && !function->is_library;
    function->returns_enum = is_users && is_enum(api, clang_getCursorResultType(cursor));
    add_parameters(api, function, cursor);
    g_hash_table_insert(api->functions, function->name, function);
    g_ptr_array_add(api->function_names, function->name);
    if (!is_users)
        return;
    if (function->is_library)
        g_ptr_array_add(api->library_functions, function);
    add_doc(reading, function, cursor);
}

/* The compiler's own are in no file; names with an underscore are a system header's own business. */
static void read_macro(struct reading *reading, CXCursor cursor)
{
    if (clang_Cursor_isMacroFunctionLike(cursor) || clang_Cursor_isMacroBuiltin(cursor))
        return;
    g_autofree char *path = NULL, *name = fh_clang_text(clang_getCursorSpelling(cursor));
    CXSourceLocation location = clang_getCursorLocation(cursor);
    fh_clang_position(location, &path, NULL, NULL);
    if (path && (name[0] != '_' || !clang_Location_isInSystemHeader(location)))
        g_array_append_val(reading->macros, cursor);
}

static enum CXChildVisitResult read_cursor(CXCursor cursor, CXCursor parent, CXClientData data)
{
    struct reading *reading = data;
    (void)parent;
    switch (clang_getCursorKind(cursor)) {
    case CXCursor_FunctionDecl:
        read_function(reading, cursor);
        break;
    case CXCursor_TypedefDecl:
        read_typedef(reading, cursor);
        break;
    case CXCursor_StructDecl:
        read_tag(reading, cursor, "struct ");
        return CXChildVisit_Recurse;
    case CXCursor_UnionDecl:
        read_tag(reading, cursor, "union ");
        return CXChildVisit_Recurse;
    case CXCursor_EnumDecl:
        read_tag(reading, cursor, "enum ");
        fh_enumerators_read(reading->api, cursor);
        clang_visitChildren(cursor, read_enumerator, reading);
        break;
    case CXCursor_MacroDefinition:
        read_macro(reading, cursor);
        break;
    case CXCursor_Namespace:
    case CXCursor_LinkageSpec:
    case CXCursor_UnexposedDecl: /* extern "C" to libclang before 18 */
        return CXChildVisit_Recurse;
    case CXCursor_TypeAliasDecl:
        read_typedef(reading, cursor);
        break;
    default:
        break;
    }
    return CXChildVisit_Continue;
}

static void token_clear(gpointer token)
{
    g_free(((struct fh_macro_token *)token)->text);
}

static GArray *macro_tokens(CXTranslationUnit unit, CXCursor cursor)
{
    CXToken *found;
    unsigned count;
    GArray *tokens = g_array_new(FALSE, FALSE, sizeof(struct fh_macro_token));
    g_array_set_clear_func(tokens, token_clear);
    clang_tokenize(unit, clang_getCursorExtent(cursor), &found, &count);
    for (unsigned i = 1; i < count; i++) {
        CXTokenKind kind = clang_getTokenKind(found[i]);
        struct fh_macro_token token = {.is_literal = kind == CXToken_Literal};
        if (kind == CXToken_Comment)
            continue;
        token.text = fh_clang_text(clang_getTokenSpelling(unit, found[i]));
        g_array_append_val(tokens, token);
    }
    clang_disposeTokens(unit, found, count);
    return tokens;
}

static void evaluate_macros(struct reading *reading)
{
    for (guint i = 0; i < reading->macros->len; i++) {
        CXCursor cursor = g_array_index(reading->macros, CXCursor, i);
        g_autofree char *name = fh_clang_text(clang_getCursorSpelling(cursor));
        g_autoptr(GArray) tokens = macro_tokens(reading->unit, cursor);
        struct fh_constant *constant = fh_constant_evaluate(reading->api, name, tokens);
        if (constant)
            g_hash_table_replace(reading->api->constants, constant->name, constant);
    }
}

GPtrArray *fh_declarations_read(struct fh_api *api, const struct fh_translation *translation)
{
    struct reading reading = {.api = api, .unit = translation->unit, .is_cxx = translation->is_cxx};
    reading.docs = g_ptr_array_new_with_free_func((GDestroyNotify)fh_doc_free);
    reading.macros = g_array_new(FALSE, FALSE, sizeof(CXCursor));
    fh_clang_types_init(&reading.types, api);
    clang_visitChildren(clang_getTranslationUnitCursor(translation->unit), read_cursor, &reading);
    fh_clang_types_finish(&reading.types);
    evaluate_macros(&reading);
    g_array_unref(reading.macros);
    g_ptr_array_add(api->function_names, NULL);
    return reading.docs;
}
