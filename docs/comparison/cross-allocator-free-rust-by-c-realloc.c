/* SPDX-License-Identifier: MIT */
/* Rust -> C: C gives a Rust string to realloc() */
#include <stdlib.h>

#include "strtest.h"

int main(void)
{
    char *output = print_and_return("hi");
    output = realloc(output, 100); /* !cross-allocator-free */
    free(output);
}
