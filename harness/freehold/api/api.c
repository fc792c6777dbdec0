// SPDX-License-Identifier: MIT
#include "api/api.h"

#include <string.h>

#include "api/builtin.h"
#include "api/c_library.h"
#include "api/contract.h"
#include "api/declarations.h"
#include "api/lookup.h"
#include "api/model.h"
#include "api/translation.h"
#include "api/types.h"
#include "base/error.h"

static struct fh_api *api_new(const char *header)
{
    struct fh_api *api = g_new0(struct fh_api, 1);
    g_autofree char *full = g_canonicalize_filename(header, NULL), *folder = g_path_get_dirname(full);
    api->header = g_strdup(header);
    api->folder = g_str_has_suffix(folder, "/") ? g_strdup(folder) : g_strconcat(folder, "/", NULL);
    api->types = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)fh_type_free);
    api->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    api->functions = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)fh_function_free);
    api->constants = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)fh_constant_free);
    api->inlines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    api->enums = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    api->library_functions = g_ptr_array_new();
    api->function_names = g_ptr_array_new();
    fh_types_init(api);
    return api;
}

void fh_api_free(struct fh_api *api)
{
    if (!api)
        return;
    g_ptr_array_unref(api->library_functions);
    g_ptr_array_unref(api->function_names);
    g_hash_table_unref(api->functions);
    g_hash_table_unref(api->constants);
    g_hash_table_unref(api->names);
    g_hash_table_unref(api->inlines);
    g_hash_table_unref(api->enums);
    g_hash_table_unref(api->types);
    g_free(api->header);
    g_free(api->folder);
    g_free(api);
}

static gboolean read_contracts(struct fh_api *api, const GPtrArray *docs, GError **error)
{
    g_autoptr(GString) problems = g_string_new(NULL);
    for (guint i = 0; i < docs->len; i++)
        fh_contract_read(api, g_ptr_array_index(docs, i), problems);
    fh_contract_add_c_library(api);
    if (problems->len == 0)
        return TRUE;
    g_set_error_literal(error, FH_ERROR, FH_ERROR_SCRIPT, problems->str);
    return FALSE;
}

struct fh_api *fh_api_load(const char *header, const char *const *include_dirs, GError **error)
{
    fh_auto(fh_api) api = api_new(header);
    fh_auto(fh_translation) translation = fh_translation_new(api, include_dirs, FALSE, error);
    if (!translation)
        return NULL;
    g_autoptr(GPtrArray) docs = fh_declarations_read(api, translation);
    return read_contracts(api, docs, error) ? g_steal_pointer(&api) : NULL;
}

int fh_api_count_functions(const char *header, const char *const *include_dirs, GError **error)
{
    fh_auto(fh_api) api = api_new(header);
    fh_auto(fh_translation) translation = fh_translation_new(api, include_dirs, TRUE, error);
    if (!translation)
        return -1;
    g_ptr_array_unref(fh_declarations_read(api, translation));
    int count = 0;
    for (const char *const *name = fh_api_function_names(api); *name; name++) {
        const struct fh_function *function = fh_api_function(api, *name);
        count += function->is_library || function->is_included;
    }
    return count;
}
