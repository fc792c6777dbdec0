// SPDX-License-Identifier: MIT
#include <stdlib.h>
#include <string.h>

#include <libiberty/demangle.h>

#include "symbols/symbols.h"

/* "::h0123456789abcdef" at the end, which legacy Rust names have. */
static void cut_hash(char *name)
{
    gsize length = strlen(name), hash = strlen("::h0123456789abcdef");
    char *end = name + length - hash;

    if (length > hash && g_str_has_prefix(end, "::h") && strspn(end + 3, "0123456789abcdef") == 16)
        *end = '\0';
}

char *fh_symbols_demangle(const char *name)
{
    char *demangled = rust_demangle(name, DMGL_NO_OPTS);
    char *copy;

    if (!demangled)
        demangled = cplus_demangle_v3(name, DMGL_PARAMS | DMGL_ANSI);
    copy = g_strdup(demangled ? demangled : name);
    free(demangled);
    cut_hash(copy);
    return copy;
}
