/* SPDX-License-Identifier: MIT */
/* The program's own file, for symbols that ld.so does not find since they are not exported. Callers:
 * asan_calls.c, go_exit.c. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fh_program_image {
    const void *bytes;
    size_t size;
    uintptr_t base;
};

/* FALSE: it can't be read; the image is then empty, and need not be closed. */
bool fh_program_image_open(struct fh_program_image *image);
void fh_program_image_close(struct fh_program_image *image);

/* Where the symbol lies in this process; NULL: the file does not define it. */
void *fh_program_image_find(const struct fh_program_image *image, const char *name);

/* Go's linker has made it. */
bool fh_program_image_is_go(const struct fh_program_image *image);
