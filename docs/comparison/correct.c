/* SPDX-License-Identifier: MIT */
/* Rust, C: each side releases what it allocated */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "strtest.h"

int main(void)
{
    char *input = strdup("hi");
    char *output = print_and_return(input);
    if (output)
        puts(output);
    free_string(output);
    free(input);
}
