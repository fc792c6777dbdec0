/* SPDX-License-Identifier: MIT */
/* What freehold selftest measured, in words. Callers: the writers for people. */
#pragma once

#include "model/selftest.h"

/* The title of what is said of it. */
#define FH_SELFTEST_TITLE "What this run was blind to, measured here"

/* "valgrind: 42 seen, 8 clean, 5 not applicable, 0 not judged, 0 missed, 0 false alarms", or that it was not
 * measured, and what to do. Caller owns; g_free(). */
char *fh_selftest_words(const struct fh_selftest *selftest);
