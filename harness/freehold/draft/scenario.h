/* SPDX-License-Identifier: MIT */
/*
 * Scenarios of a pair.
 *
 * In: pairs, functions that lend handles, a variant of the arguments. Out: the text of one scenario. Caller:
 * command/init.c.
 */
#pragma once

#include "draft/pairs.h"

enum fh_twin {
    FH_TWIN_CLEAN,        /* given out, taken back */
    FH_TWIN_LEAK,         /* never taken back */
    FH_TWIN_FREED_BY_C,   /* by free() */
    FH_TWIN_FREED_OUTER,  /* the same, where what hangs on the block is lost with it */
    FH_TWIN_FREED_INSIDE, /* the same, where the pointer is not to the start of a block (a reference count
                             lies before it), which is lost, too */
    FH_TWIN_COUNT,
};

/* NULL when the function can't be called: it takes something by value that can't be passed. Caller owns;
 * g_free(). */
char *fh_draft_scenario(const GPtrArray *pairs, const GPtrArray *lenders, const struct fh_draft_pair *pair,
                        guint variant, enum fh_twin twin, const char *name);
