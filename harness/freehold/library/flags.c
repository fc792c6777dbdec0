// SPDX-License-Identifier: MIT
#include "library/flags.h"

#include <string.h>

#include "base/error.h"
#include "library/runner.h"
#include "library/sanitizer.h"

#define HEAP_ARCHIVE "libfreehold-heap-asan.a"
#define HEAP_NAME    "freehold_rust_heap" /* preload/asan_link.h */

/* So that a program goes on after an access that is wrong, and what comes after it is seen, too. */
const char *const fh_flags_compile[] = {"-fsanitize=address", "-fsanitize-recover=address", "-g",
                                        "-fno-omit-frame-pointer", NULL};

static void add(GPtrArray *flags, char *flag)
{
    if (g_ptr_array_find_with_equal_func(flags, flag, g_str_equal, NULL))
        g_free(flag);
    else
        g_ptr_array_add(flags, flag);
}

void fh_flags_add_wraps(GPtrArray *flags, const struct fh_allocator_symbols *hooks)
{
    for (guint i = 0; i < hooks->symbols->len; i++) {
        const char *symbol = g_ptr_array_index(hooks->symbols, i),
                   *entry = g_ptr_array_index(hooks->entries, i);
        add(flags, g_strdup_printf("-Wl,--wrap=%s", symbol));
        add(flags, g_strdup_printf("-Wl,--defsym=__wrap_%s=fh_rust_%s", symbol, entry));
    }
}

/* `is_instrumented` becomes FALSE if the archive is not. */
static gboolean add_archive(GPtrArray *flags, const char *archive, gboolean *is_instrumented, GError **error)
{
    fh_auto(fh_allocator_symbols) hooks = fh_allocator_symbols_find(archive, error);
    if (!hooks)
        return FALSE;
    if (!hooks->has_rust) {
        g_set_error(error, FH_ERROR, FH_ERROR_USAGE, "%s holds no Rust code: which is the Rust library?",
                    archive);
        return FALSE;
    }
    if (hooks->problem) {
        g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT, "%s: %s", archive, hooks->problem);
        return FALSE;
    }
    if (hooks->symbols->len == 0) {
        g_set_error(
            error, FH_ERROR, FH_ERROR_ENVIRONMENT,
            "%s has no symbols of Rust's allocator: either it is stripped, and can't be watched, or it "
            "allocates nothing, and needs no flags of freehold's",
            archive);
        return FALSE;
    }
    fh_flags_add_wraps(flags, hooks);
    if (hooks->replaces_own)
        add(flags, g_strdup("-Wl,--defsym=" FH_FLAGS_REPLACED "=1"));
    *is_instrumented &= hooks->is_instrumented;
    return TRUE;
}

static gboolean is_one_word(const char *path, GError **error)
{
    static const char special[] = " \t\n\\'\"$`*?[](){}<>|&;#~!";
    if (!strpbrk(path, special))
        return TRUE;
    g_set_error(error, FH_ERROR, FH_ERROR_ENVIRONMENT,
                "%s: a shell would not take this path for one word; install freehold where its path has no "
                "blanks or special characters",
                path);
    return FALSE;
}

static gboolean add_heap(GPtrArray *flags, GError **error)
{
    g_autofree char *heap = fh_runner_file(HEAP_ARCHIVE, error);
    if (!heap || !is_one_word(heap, error))
        return FALSE;
    add(flags, g_strdup("-Wl,--undefined=" HEAP_NAME));
    add(flags, g_steal_pointer(&heap));
    add(flags, g_strdup("-Wl,--export-dynamic-symbol=" HEAP_NAME));
    add(flags, g_strdup("-Wl,--wrap=tcase_fn_start")); /* Check's: which test it is */
    add(flags, g_strdup("-ldl"));
    add(flags, g_strdup("-lpthread"));
    return TRUE;
}

char **fh_flags_link(char *const *archives, char **compiler, GError **error)
{
    g_autoptr(GPtrArray) flags = g_ptr_array_new_with_free_func(g_free);
    gboolean is_instrumented = TRUE;
    for (; *archives; archives++)
        if (!add_archive(flags, *archives, &is_instrumented, error))
            return NULL;
    if (is_instrumented)
        add(flags, g_strdup("-Wl,--defsym=" FH_FLAGS_INSTRUMENTED "=1"));
    g_auto(GStrv) runtime = fh_sanitizer_flags(compiler, error);
    if (!runtime)
        return NULL;
    for (char **flag = runtime; *flag; flag++) {
        if (!is_one_word(*flag, error))
            return NULL;
        add(flags, g_strdup(*flag));
    }
    if (!add_heap(flags, error))
        return NULL;
    g_ptr_array_add(flags, NULL);
    return (char **)g_ptr_array_steal(flags, NULL);
}
