/* SPDX-License-Identifier: MIT */
/*
 * A program that brings the C library's malloc() itself (mimalloc's feature `override`) brings strdup() and
 * its kin, too. Valgrind leads the former to its own, which does not know what the latter make of the
 * program's memory: free() of that would be invalid. So they make their results by malloc() here, where
 * Valgrind sees them. Called by Valgrind's redirection, in objects without a soname: programs, and the
 * runner.
 */
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/valgrind.h>

#define PROGRAMS(FUNCTION) I_WRAP_SONAME_FNNAME_ZZ(NONE, FUNCTION)

#pragma GCC visibility push(default)
char *PROGRAMS(strdup)(const char *text);
char *PROGRAMS(strndup)(const char *text, size_t n);
char *PROGRAMS(realpath)(const char *path, char *resolved);
void *PROGRAMS(reallocarray)(void *block, size_t n, size_t size);
#pragma GCC visibility pop

/* The function is of the object whose malloc() is everybody's, and not another of that name. */
static bool is_beside_malloc(uintptr_t function)
{
    Dl_info own, mallocs;
    const void *everybodys = dlsym(RTLD_DEFAULT, "malloc");
    return everybodys && dladdr(everybodys, &mallocs) != 0 && dladdr((const void *)function, &own) != 0 &&
           own.dli_fbase == mallocs.dli_fbase;
}

static char *copy(const char *text, size_t length)
{
    char *result = malloc(length + 1);
    if (!result)
        return NULL;
    memcpy(result, text, length);
    result[length] = '\0';
    return result;
}

char *PROGRAMS(strdup)(const char *text)
{
    OrigFn original;
    char *result;
    VALGRIND_GET_ORIG_FN(original);
    if (is_beside_malloc(original.nraddr))
        return copy(text, strlen(text));
    CALL_FN_W_W(result, original, text);
    return result;
}

char *PROGRAMS(strndup)(const char *text, size_t n)
{
    OrigFn original;
    char *result;
    VALGRIND_GET_ORIG_FN(original);
    if (is_beside_malloc(original.nraddr))
        return copy(text, strnlen(text, n));
    CALL_FN_W_WW(result, original, text, n);
    return result;
}

char *PROGRAMS(realpath)(const char *path, char *resolved)
{
    OrigFn original;
    char room[PATH_MAX], *result;
    VALGRIND_GET_ORIG_FN(original);
    bool is_made = !resolved && is_beside_malloc(original.nraddr);
    char *target = is_made ? room : resolved;
    CALL_FN_W_WW(result, original, path, target);
    return is_made && result ? copy(result, strlen(result)) : result;
}

void *PROGRAMS(reallocarray)(void *block, size_t n, size_t size)
{
    OrigFn original;
    void *result;
    size_t bytes;
    VALGRIND_GET_ORIG_FN(original);
    if (is_beside_malloc(original.nraddr)) {
        if (!__builtin_mul_overflow(n, size, &bytes))
            return realloc(block, bytes);
        errno = ENOMEM;
        return NULL;
    }
    CALL_FN_W_WWW(result, original, block, n, size);
    return result;
}
