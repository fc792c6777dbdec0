/* SPDX-License-Identifier: MIT */
/*
 * What a program may tell `freehold exec` (docs/hosts.md): to --growth that the same work begins again, of
 * which Freehold compares what is allocated at one mark and at later ones, and reports what grows; and which
 * test begins. Without Freehold neither does anything.
 *
 * To be included as it is; nothing need be linked (before glibc 2.34: -ldl). Languages without C headers call
 * the functions `freehold_mark` and `freehold_test` of the process, if there are such.
 */
#ifndef FREEHOLD_H
#define FREEHOLD_H

#include <dlfcn.h>
#include <stddef.h>

static inline void freehold_call(const char *function, const char *name)
{
    void *found = dlsym(NULL, function); /* RTLD_DEFAULT: what is preloaded */
    void (*call)(const char *) = NULL;
    *(void **)&call = found;
    if (call)
        call(name);
}

/* `name`: of the loop, the same at each mark; the marks of one loop only are compared. */
static inline void freehold_mark(const char *name)
{
    freehold_call("freehold_mark", name);
}

/* A test of that name begins in this process, and no other does: the process's result is named after it. For
 * test runners that fork, or start a program, for each test. */
static inline void freehold_test(const char *name)
{
    freehold_call("freehold_test", name);
}

#endif
