// SPDX-License-Identifier: MIT
#include "script/script.h"

#include "script/tree.h"

static void free_scenario(gpointer scenario)
{
    fh_scenario_free(scenario);
}

struct fh_script *fh_script_new(struct fh_source *source)
{
    struct fh_script *script = g_new0(struct fh_script, 1);
    script->source = source;
    script->scenarios = g_ptr_array_new_with_free_func(free_scenario);
    return script;
}

void fh_script_free(struct fh_script *script)
{
    if (!script)
        return;
    fh_source_free(script->source);
    g_free(script->library.text);
    g_ptr_array_unref(script->scenarios);
    g_free(script);
}
