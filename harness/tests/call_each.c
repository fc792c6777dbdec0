// SPDX-License-Identifier: MIT
/* call-each HEADER: a scenario for each function that a header declares, which calls it with guessed
 * arguments. Prints what the checker refuses of it, and how many it accepts; fails if that is not each. */
#include <stdio.h>
#include <unistd.h>

#include "api/lookup.h"
#include "base/source_load.h"
#include "base/write_text.h"
#include "check/check.h"
#include "draft/scenario.h"
#include "script/parser.h"

static void print(const struct fh_function *function, struct fh_diagnostics *diagnostics)
{
    g_autofree char *text = fh_diagnostics_to_text(diagnostics);
    printf("%s: %s\n", function->name, text);
}

static gboolean is_accepted(struct fh_api *api, const struct fh_function *function, const char *path)
{
    const struct fh_draft_pair pair = {
        .producer = function, .given = FH_GIVEN_RESULT, .block = function->type->result};
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    g_autoptr(GPtrArray) scripts = g_ptr_array_new_with_free_func((GDestroyNotify)fh_script_free);
    fh_auto(fh_diagnostics) diagnostics = fh_diagnostics_new();
    g_autofree char *text = fh_draft_scenario(none, none, &pair, 0, FH_TWIN_CLEAN, function->name);
    struct fh_source *source = text && fh_write_text(path, text, NULL) ? fh_source_load(path, NULL) : NULL;
    struct fh_script *script = source ? fh_script_parse(source, diagnostics) : NULL;
    fh_auto(fh_plan) plan = NULL;
    if (script) {
        g_ptr_array_add(scripts, script);
        plan = fh_check(scripts, api, NULL, diagnostics);
    }
    if (!plan)
        print(function, diagnostics);
    return plan != NULL;
}

/* Returns whether all are. */
static gboolean call_each(struct fh_api *api, const char *path)
{
    guint n = 0, n_accepted = 0;
    for (const char *const *name = fh_api_function_names(api); *name; name++) {
        const struct fh_function *function = fh_api_function(api, *name);
        if (!function->is_library && !function->is_included)
            continue;
        n++;
        n_accepted += is_accepted(api, function, path);
    }
    printf("%u of %u functions\n", n_accepted, n);
    return n > 0 && n_accepted == n;
}

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    struct fh_api *api = argc == 2 ? fh_api_load(argv[1], NULL, &error) : NULL;
    g_autofree char *path = g_strdup_printf("%s/call-each-%d.scn", g_get_tmp_dir(), (int)getpid());
    if (!api) {
        fprintf(stderr, "call-each: %s\n", error ? error->message : "name a header");
        return 2;
    }
    gboolean all = call_each(api, path);
    unlink(path);
    fh_api_free(api);
    return all ? 0 : 1;
}
