// SPDX-License-Identifier: MIT
#include "api/api.h"

#include <string.h>

#include "api/declarations.h"
#include "api/model.h"
#include "api/translation.h"
#include "base/error.h"

static void ownership_clear(struct fh_ownership *ownership)
{
    g_free(ownership->free_function);
}

static void parameter_free(struct fh_parameter *parameter)
{
    ownership_clear(&parameter->ownership);
    g_free(parameter->name);
    g_free(parameter);
}

void fh_function_free(struct fh_function *function)
{
    if (!function)
        return;
    for (guint i = 0; i < function->parameters->len; i++)
        parameter_free(function->parameters->pdata[i]);
    g_ptr_array_unref(function->parameters);
    ownership_clear(&function->result);
    g_free(function->name);
    g_free(function->header);
    g_free(function);
}

void fh_constant_free(struct fh_constant *constant)
{
    if (!constant)
        return;
    g_free(constant->name);
    g_free(constant->string);
    g_free(constant);
}

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
    g_hash_table_unref(api->types);
    g_free(api->header);
    g_free(api->folder);
    g_free(api);
}

char *fh_api_display_path(const struct fh_api *api, const char *path)
{
    g_autofree char *full = g_canonicalize_filename(path, NULL);
    if (!g_str_has_prefix(full, api->folder))
        return g_strdup(path);
    g_autofree char *given = g_path_get_dirname(api->header);
    const char *inside = full + strlen(api->folder);
    return g_str_equal(given, ".") && !g_str_has_prefix(api->header, "./")
               ? g_strdup(inside)
               : g_build_filename(given, inside, NULL);
}

static gboolean read_contracts(struct fh_api *api, const GPtrArray *docs, GError **error)
{
    g_autoptr(GString) problems = g_string_new(NULL);
    for (guint i = 0; i < docs->len; i++)
        fh_contract_read(api, docs->pdata[i], problems);
    fh_contract_add_c_library(api);
    if (problems->len == 0)
        return TRUE;
    g_set_error_literal(error, FH_ERROR, FH_ERROR_SCRIPT, problems->str);
    return FALSE;
}

struct fh_api *fh_api_load(const char *header, const char *const *include_dirs, GError **error)
{
    fh_auto(fh_api) api = api_new(header);
    fh_auto(fh_translation) translation = fh_translation_new(api, include_dirs, error);
    if (!translation)
        return NULL;
    g_autoptr(GPtrArray) docs = fh_declarations_read(api, translation);
    return read_contracts(api, docs, error) ? g_steal_pointer(&api) : NULL;
}

const struct fh_function *fh_api_function(const struct fh_api *api, const char *name)
{
    return g_hash_table_lookup(api->functions, name);
}

const struct fh_constant *fh_api_constant(const struct fh_api *api, const char *name)
{
    return g_hash_table_lookup(api->constants, name);
}

const GPtrArray *fh_api_library_functions(const struct fh_api *api)
{
    return api->library_functions;
}

gboolean fh_api_is_inline(const struct fh_api *api, const char *name)
{
    return g_hash_table_contains(api->inlines, name);
}

const char *const *fh_api_function_names(const struct fh_api *api)
{
    return (const char *const *)api->function_names->pdata;
}
