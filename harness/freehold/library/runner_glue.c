// SPDX-License-Identifier: MIT
#include "library/runner_glue.h"

#include "api/lookup.h"

static void append_declarations(GString *text, const GPtrArray *names)
{
    for (guint i = 0; i < names->len; i++)
        g_string_append_printf(text, "extern void %s(void);\n", (const char *)g_ptr_array_index(names, i));
}

static void append_table(GString *text, const GPtrArray *names)
{
    g_string_append(text, "\nconst struct fh_library_function fh_library_functions[] = {\n");
    for (guint i = 0; i < names->len; i++)
        g_string_append_printf(text, "    {\"%s\", %s},\n", (const char *)g_ptr_array_index(names, i),
                               (const char *)g_ptr_array_index(names, i));
    g_string_append(text, "    {0, 0},\n};\n");
}

/* A jump, so that stacks show the rust heap called by Rust, and nothing between. */
static void append_wrap(GString *text, const char *symbol, const char *entry)
{
    g_string_append_printf(text,
                           "\n"
                           "__asm__(\".text\\n\"\n"
                           "        \".globl __wrap_%s\\n\"\n"
                           "        \".type __wrap_%s, %%function\\n\"\n"
                           "        \"__wrap_%s:\\n\"\n"
                           "        \".cfi_startproc\\n\"\n"
                           "        JUMP \" fh_rust_%s\\n\"\n"
                           "        \".cfi_endproc\\n\"\n"
                           "        \".size __wrap_%s, . - __wrap_%s\\n\");\n",
                           symbol, symbol, symbol, entry, symbol, symbol);
}

static GPtrArray *functions_to_list(const struct fh_api *api, GHashTable *defined)
{
    GPtrArray *names = g_ptr_array_new();
    for (const char *const *name = fh_api_function_names(api); *name; name++) {
        const struct fh_function *function = fh_api_function(api, *name);
        if ((function->is_library || function->is_included) &&
            (!defined || g_hash_table_contains(defined, *name)))
            g_ptr_array_add(names, function->name);
    }
    return names;
}

char *fh_runner_glue_text(const struct fh_api *api, const struct fh_allocator_symbols *hooks,
                          GHashTable *defined)
{
    g_autoptr(GPtrArray) names = functions_to_list(api, defined);
    GString *text = g_string_new("/* Made by freehold. */\n"
                                 "#include \"library_table.h\"\n\n"
                                 "#if defined __x86_64__\n"
                                 "#define JUMP \"jmp\"\n"
                                 "#elif defined __aarch64__\n"
                                 "#define JUMP \"b\"\n"
                                 "#endif\n\n");
    append_declarations(text, names);
    append_table(text, names);
    for (guint i = 0; i < hooks->symbols->len; i++)
        append_wrap(text, g_ptr_array_index(hooks->symbols, i), g_ptr_array_index(hooks->entries, i));
    return g_string_free(text, FALSE);
}
