/* SPDX-License-Identifier: MIT */
/*
 * What a program may tell `freehold exec --growth`: that the same work begins again. Freehold compares what
 * is allocated at one mark and at later ones, and reports what grows (docs/hosts.md). Without Freehold, a
 * mark does nothing.
 *
 * To be included as it is; nothing need be linked (before glibc 2.34: -ldl). Languages without C headers call
 * the function `freehold_mark` of the process, if there is one.
 */
#ifndef FREEHOLD_H
#define FREEHOLD_H

#include <dlfcn.h>
#include <stddef.h>

/* `name`: of the loop, the same at each mark; the marks of one loop only are compared. */
static inline void freehold_mark(const char *name)
{
    void *found = dlsym(NULL, "freehold_mark"); /* RTLD_DEFAULT: what is preloaded */
    void (*mark)(const char *) = NULL;
    *(void **)&mark = found;
    if (mark)
        mark(name);
}

#endif
