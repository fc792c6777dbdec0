// SPDX-License-Identifier: MIT
/* What ci/faults/run has audited: loses a block if it is asked to. A program, and with -DLIBRARY a library.
 * Without memory there is no block to lose, and nothing to find: then it aborts, so that a pass is always
 * wrong. */
#include <stdlib.h>

void *lose(int is_lost);

static void *volatile last;

void *lose(int is_lost)
{
    last = malloc(16);
    if (!last)
        abort();
    if (!is_lost)
        free(last);
    last = NULL;
    return NULL;
}

#ifndef LIBRARY
int main(int argc, char **argv)
{
    (void)argv;
    lose(argc > 1);
    return 0;
}
#endif
