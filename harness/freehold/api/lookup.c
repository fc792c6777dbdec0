// SPDX-License-Identifier: MIT
#include "api/lookup.h"

#include <string.h>

#include "api/model.h"

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
