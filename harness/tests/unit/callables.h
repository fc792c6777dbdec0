/* SPDX-License-Identifier: MIT */
/* What explore makes of a header, of data/api/ or beside it. */
#pragma once

#include "api/lookup.h"
#include "api_header.h"
#include "explore/callable.h"

static struct fh_api *api;
static GHashTable *defined;
static GPtrArray *examples;
static struct fh_callables *callables;

/* All that it declares is there to be called. */
static void load_callables(const char *header)
{
    api = load_header(header);
    defined = g_hash_table_new(g_str_hash, g_str_equal);
    for (const char *const *name = fh_api_function_names(api); *name; name++)
        g_hash_table_add(defined, (gpointer)*name);
    examples = fh_examples_new();
    callables = fh_callables_new(api, defined, examples);
}

static void unload(void)
{
    fh_callables_free(callables);
    g_ptr_array_unref(examples);
    g_hash_table_unref(defined);
    fh_api_free(api);
}
