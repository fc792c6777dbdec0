// SPDX-License-Identifier: MIT
#include "engine/valgrind/valgrind_options.h"

#include <string.h>

static const char *const common[] = {
    "--tool=memcheck",
    "--command-line-only=yes", /* neither VALGRIND_OPTS nor .valgrindrc */
    "--vgdb=no",
    "--leak-check=full",
    "--leak-resolution=high",
    "--show-leak-kinds=all",
    "--errors-for-leak-kinds=definite,indirect",
    "--error-limit=no",
    "--fullpath-after=",
    NULL,
};

const char *const fh_valgrind_runner_options[] = {
    "--trace-children=no",    "--keep-stacktraces=alloc-and-free",
    "--num-callers=50", /* the runner's frames and the step's stand below the library's */
    "--read-inline-info=yes", NULL,
};

const char *const fh_valgrind_program_options[] = {
    "--trace-children=yes",
    "--num-callers=30",     /* a program keeps millions of stacks: each frame costs memory */
    "--keep-debuginfo=yes", /* the names of a plug-in's functions, when it is closed */
    "-s",                   /* which suppressions were used */
    NULL,
};

static void add(GPtrArray *words, const char *const *options)
{
    for (; *options; options++)
        g_ptr_array_add(words, g_strdup(*options));
}

GPtrArray *fh_valgrind_words(const char *const *own)
{
    GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(words, g_strdup("valgrind"));
    add(words, common);
    add(words, own);
    return words;
}

char *fh_valgrind_command(const char *const *own)
{
    g_autoptr(GPtrArray) words = fh_valgrind_words(own);
    g_ptr_array_add(words, NULL);
    return g_strjoinv(" ", (char **)words->pdata);
}

static gboolean has(const char *const *options, const char *name)
{
    for (; *options; options++)
        if (strcspn(*options, "=") == strlen(name) && g_str_has_prefix(*options, name))
            return TRUE;
    return FALSE;
}

gboolean fh_valgrind_has_option(const char *const *own, const char *name)
{
    return has(common, name) || has(own, name);
}
