/* SPDX-License-Identifier: MIT */
/* What the dynamic loader has against a program: it ends such a program before any code of it runs. Callers:
 * judge.c, exec.c. */
#pragma once

#include "program/program.h"

/* Why the loader does not start it, as a sentence: a library, a version or a symbol is missing. NULL: it
 * starts it, or can't be asked. Runs the loader, and nothing of the program's. Caller owns; g_free(). */
char *fh_loader_refusal(const struct fh_program *program);
