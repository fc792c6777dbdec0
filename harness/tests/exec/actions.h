/* SPDX-License-Identifier: MIT */
/* Wrong deeds of C's own, for programs that do them where they might not be seen. */
#pragma once

#include <stdlib.h>

static void *volatile block;

static void forget(void)
{
    for (int i = 0; i < 3; i++) {
        block = malloc(77);
        block = NULL;
    }
}

static void free_twice(void)
{
    block = malloc(3);
    free(block);
    free(block);
}
