/* SPDX-License-Identifier: MIT */
/* The tables that givers.h looks names up in. Each ends with a row without a name. */
#pragma once

#include <stdint.h>

struct fh_giver {
    const char *name; /* libc's */
    void (*function)(void);
};

#define FH_GIVER(FUNCTION) (void (*)(void))(uintptr_t) FUNCTION

extern const struct fh_giver fh_givers_of_texts[]; /* what makes or copies texts, paths among them */
extern const struct fh_giver
    fh_givers_of_files[]; /* what reads files and folders, or writes to what stands for one */
extern const struct fh_giver fh_givers_of_scans[]; /* scanf() and its kin */
