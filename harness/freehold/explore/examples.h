/* SPDX-License-Identifier: MIT */
/*
 * Arguments that the project's own scenarios give: where the contract does not say what a parameter may be, a
 * scenario of right use does.
 *
 * In: scripts. Out: for each call, the text of each argument that another scenario could repeat. Callers:
 * callable.c, command.
 */
#pragma once

#include <glib.h>

#include "script/script.h"

struct fh_example {
    char *function;
    GPtrArray *arguments; /* char *: '$' stands for a number of the step's own; NULL: something that was made
                             before */
    char *before;         /* lines that must come before; "" when none must */
};

/* Adds those of all scenarios of `script` that expect nothing wrong: struct fh_example *, without
 * repetitions. */
void fh_examples_read(GPtrArray *examples, const struct fh_script *script);

/* Without examples. Caller owns; g_ptr_array_unref(). */
GPtrArray *fh_examples_new(void);
