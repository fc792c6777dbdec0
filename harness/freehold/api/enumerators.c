// SPDX-License-Identifier: MIT
#include "api/enumerators.h"

#include "api/clang_types.h"
#include "api/model.h"
#include "api/translation.h"

static enum CXChildVisitResult add_name(CXCursor cursor, CXCursor parent, CXClientData data)
{
    GPtrArray *names = data;
    (void)parent;
    if (clang_getCursorKind(cursor) == CXCursor_EnumConstantDecl)
        g_ptr_array_add(names, fh_clang_text(clang_getCursorSpelling(cursor)));
    return CXChildVisit_Continue;
}

void fh_enumerators_read(struct fh_api *api, CXCursor declaration)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *tag = fh_clang_text(clang_getCursorSpelling(declaration));
    clang_visitChildren(declaration, add_name, names);
    if (names->len == 0) { /* a forward declaration */
        g_ptr_array_unref(names);
        return;
    }
    if (tag[0] != '\0')
        g_hash_table_replace(api->enums, g_strconcat("enum ", tag, NULL), g_ptr_array_ref(names));
    g_hash_table_replace(api->enums, fh_clang_text(clang_getCursorUSR(declaration)), names);
}

static CXType without_pointers(CXType type)
{
    CXType target = clang_getPointeeType(type);
    while (target.kind != CXType_Invalid) {
        type = target;
        target = clang_getPointeeType(type);
    }
    return type;
}

const GPtrArray *fh_enumerators_of(const struct fh_api *api, CXType type)
{
    CXType innermost = without_pointers(type);
    CXCursor declaration = clang_getTypeDeclaration(clang_getCanonicalType(innermost));
    g_autofree char *usr = fh_clang_text(clang_getCursorUSR(declaration));
    g_autofree char *name = fh_clang_text(clang_getTypeSpelling(innermost));
    g_autofree char *tag = g_strconcat("enum ", g_str_has_prefix(name, "const ") ? name + 6 : name, NULL);
    const GPtrArray *names = g_hash_table_lookup(api->enums, usr);
    return names ? names : g_hash_table_lookup(api->enums, tag);
}
