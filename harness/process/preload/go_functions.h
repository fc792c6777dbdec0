/* SPDX-License-Identifier: MIT */
/*
 * Go's functions by name in a program without symbols: `go test` and `-ldflags=-s` leave them out, but Go
 * itself keeps a table of all its functions for its stacks (pclntab; since Go 1.18 in this form, see
 * src/internal/abi/symtab.go and src/runtime/symtab.go of Go's source).
 *
 * The table says how far a function is from the start of Go's code, and newer Gos say nowhere where that is.
 * So one function is found by its code, and the others from there. In: the program's file. Out: places in
 * this process. Caller: go_exit.c.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "program_image.h"

/* Two functions, of which the first is known by its whole code, and the second by some of it. */
struct fh_go_wanted {
    const char *known, *other;
    const unsigned char *code; /* of the first */
    size_t size;
    bool (*is_other)(const unsigned char *code,
                     size_t size); /* of what Go has by that name, one may be a wrapper */
};

#define FH_GO_LOOKED_AT 32 /* bytes that is_other() is given */

/* FALSE: they are not there, or not once each. */
bool fh_go_functions_find(const struct fh_program_image *image, const struct fh_go_wanted *wanted,
                          void **known, void **other);
