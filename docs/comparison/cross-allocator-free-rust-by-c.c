/* SPDX-License-Identifier: MIT */
/* Rust -> C: C gives a Rust string to free() */
#include <stdlib.h>

#include "strtest.h"

int main(void)
{
    char *output = print_and_return("hi");
    free(output); /* !cross-allocator-free */
}
