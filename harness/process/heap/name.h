/* SPDX-License-Identifier: MIT */
/*
 * Names of files, and notices, piece by piece. Valgrind translates each instruction the first time that it
 * runs: the C library's formatter would be a tenth of what a short program costs. Callers: what begins and
 * ends a process.
 */
#pragma once

#include <stddef.h>

/* In room of the caller's, NUL-terminated; what does not fit is left out. */
struct fh_name {
    char *at, *last; /* where the next letter goes; where the NUL must be at the latest */
};

/* `size` is at least 1. */
struct fh_name fh_name_in(char *room, size_t size);
void fh_name_add(struct fh_name *name, const char *piece);
void fh_name_add_number(struct fh_name *name, unsigned long number);
