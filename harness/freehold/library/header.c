// SPDX-License-Identifier: MIT
#include "library/header.h"

#include <string.h>

#include "api/lookup.h"
#include "base/error.h"
#include "library/archive.h"
#include "library/cbindgen.h"
#include "library/shipped_header.h"

/* More than these would hide what to do. */
#define NAMES_MAX 10

struct check {
    const struct fh_library *library;
    const struct fh_api *api;
    char *configuration; /* the text of cbindgen.toml; "" without one */
    char *prefix;        /* of the library's own objects in the archive */
    GPtrArray *lacking;  /* char *: functions */
};

char *fh_header_find(const struct fh_crate *crate, char *const *include, const char *directory,
                     gboolean *is_made, GError **error)
{
    g_autoptr(GError) problem = NULL;
    char *header = fh_shipped_header_find(crate, include, directory, &problem);
    *is_made = !header && !problem;
    if (problem)
        g_propagate_error(error, g_steal_pointer(&problem));
    return *is_made ? fh_cbindgen_make(crate, include, directory, error) : header;
}

/* Rust's own names are mangled; a name with an underscore in front is the crate's own business. */
static gboolean is_of_c(const char *name)
{
    return name[0] != '_' && !strchr(name, '.') && !strchr(name, '$') &&
           !g_str_equal(name, "rust_eh_personality");
}

/* freehold.ini or cbindgen.toml excludes it: it is no part of the C API. */
static gboolean is_excluded(const struct check *check, const char *name)
{
    g_autofree char *quoted = g_strdup_printf("\"%s\"", name);
    return g_strv_contains((const char *const *)check->library->exclude, name) ||
           strstr(check->configuration, quoted) != NULL;
}

static void visit_symbol(const struct fh_archive_symbol *symbol, gpointer data)
{
    struct check *check = data;
    if (symbol->is_defined && symbol->is_global && symbol->is_function && is_of_c(symbol->name) &&
        !fh_api_function(check->api, symbol->name) && !is_excluded(check, symbol->name))
        g_ptr_array_add(check->lacking, g_strdup(symbol->name));
}

static gboolean visit_member(const struct fh_archive_member *member, gpointer data, GError **error)
{
    const struct check *check = data;
    if (!member->elf || !g_str_has_prefix(member->name, check->prefix) ||
        !strchr("-.", member->name[strlen(check->prefix)]))
        return TRUE;
    return fh_archive_each_symbol(member, visit_symbol, data, error);
}

/* "a, b, and 3 more". Caller owns. */
static char *names_of(const GPtrArray *lacking)
{
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < lacking->len && i < NAMES_MAX; i++)
        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", (const char *)g_ptr_array_index(lacking, i));
    if (lacking->len > NAMES_MAX)
        g_string_append_printf(names, ", and %u more", lacking->len - NAMES_MAX);
    return g_string_free(names, FALSE);
}

static void report(const struct fh_library *library, const GPtrArray *lacking, GError **error)
{
    g_autofree char *names = names_of(lacking);
    g_set_error(
        error, FH_ERROR, FH_ERROR_SCRIPT,
        "%s%s declares not all that the library exports: it lacks %s. %s; or, for what is no part of the "
        "C API, give its names with 'exclude = NAME …'",
        library->header, library->is_header_made ? ", which cbindgen made," : "", names,
        library->is_header_made ? "cbindgen does not see what a macro makes, and before 0.28 nothing that is "
                                  "#[unsafe(no_mangle)]. "
                                  "Give the C header with 'header = FILE' in freehold.ini, or have "
                                  "cbindgen.toml say [parse.expand]"
                                : "Mend the header, or give another with 'header = FILE' in freehold.ini");
}

/* "rure" of "/…/librure.a": the crate's objects begin with it. Caller owns. */
static char *crate_name(const struct fh_library *library)
{
    g_autofree char *base = g_path_get_basename(library->staticlib);
    const char *name = g_str_has_prefix(base, "lib") ? base + strlen("lib") : base;
    return g_strndup(name, strcspn(name, "."));
}

GPtrArray *fh_header_lacking(const struct fh_library *library, const struct fh_api *api, GError **error)
{
    struct check check = {.library = library, .api = api};
    check.prefix = crate_name(library);
    check.configuration = fh_cbindgen_configuration(library->crate_dir);
    check.lacking = g_ptr_array_new_with_free_func(g_free);
    gboolean ok = fh_archive_each_member(library->staticlib, visit_member, &check, error);
    g_free(check.prefix);
    g_free(check.configuration);
    if (ok)
        return check.lacking;
    g_ptr_array_unref(check.lacking);
    return NULL;
}

gboolean fh_header_check(const struct fh_library *library, const struct fh_api *api, GError **error)
{
    if (!library->crate_dir)
        return TRUE;
    g_autoptr(GPtrArray) lacking = fh_header_lacking(library, api, error);
    if (!lacking)
        return FALSE;
    if (lacking->len > 0)
        report(library, lacking, error);
    return lacking->len == 0;
}
