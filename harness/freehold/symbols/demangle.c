// SPDX-License-Identifier: MIT
#include "symbols/demangle.h"

#include <stdlib.h>
#include <string.h>

#include <libiberty/demangle.h>

/* The sanitizers' runtimes define what they stand in for under names of their own, and so does the C library
 * for itself. */
static const char *without_interceptor(const char *name)
{
    static const char *const prefixes[] = {"___interceptor_", "__interceptor_trampoline_", "__interceptor_",
                                           "__GI_"};

    if (g_str_has_prefix(name, "__asan_mem"))
        return name + strlen("__asan_");
    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_str_has_prefix(name, prefixes[i]) && name[strlen(prefixes[i])])
            return name + strlen(prefixes[i]);
    return name;
}

gboolean fh_symbols_is_mangled(const char *name)
{
    return g_str_has_prefix(name, "_R") || g_str_has_prefix(name, "_Z");
}

static char *demangle(const char *name)
{
    char *plain = rust_demangle(name, DMGL_PARAMS);

    return plain ? plain : cplus_demangle_v3(name, DMGL_PARAMS | DMGL_ANSI);
}

/* "NAME@@GLIBC_2.2.5" → "NAME" */
static char *without_version(const char *name)
{
    const char *at = strchr(name, '@');

    return at && at > name ? g_strndup(name, (gsize)(at - name)) : g_strdup(name);
}

/* Compilers' clones: "NAME.llvm.123", "NAME.cold". */
static char *without_clone(const char *name)
{
    return g_strndup(name, strcspn(name, "."));
}

/* "::h0123456789abcdef" at the end of a Rust name that a sanitizer demangled as C++'s. */
static void cut_hash(char *name)
{
    const char *hash = "0123456789abcdef";
    gsize length = strlen(name), tail = strlen("::h") + strlen(hash);
    char *end = length > tail ? name + length - tail : NULL;

    if (end && g_str_has_prefix(end, "::h") && strspn(end + strlen("::h"), hash) == strlen(hash))
        *end = '\0';
}

char *fh_symbols_demangle(const char *name)
{
    g_autofree char *own = without_version(without_interceptor(name));
    char *plain = fh_symbols_is_mangled(own) ? demangle(own) : NULL;
    char *valid;

    if (!plain && fh_symbols_is_mangled(own) && strchr(own, '.')) {
        g_autofree char *original = without_clone(own);

        plain = demangle(original);
    }
    valid = g_utf8_make_valid(plain ? plain : own, -1);
    free(plain);
    cut_hash(valid);
    return valid;
}
