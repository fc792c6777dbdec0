/* SPDX-License-Identifier: MIT */
/* Rust -> C: C reads a Rust string after its release */
#include <stdio.h>

#include "strtest.h"

int main(void)
{
    char *output = print_and_return("hi");
    free_string(output);
    printf("%d\n", output[0]); /* !use-after-free */
}
