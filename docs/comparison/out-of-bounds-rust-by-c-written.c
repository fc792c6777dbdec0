/* SPDX-License-Identifier: MIT */
/* Rust -> C: C writes past the end of a Rust block */
#include "strtest.h"

int main(void)
{
    char *output = print_and_return("hi");
    output[18] = '!'; /* !out-of-bounds */
    free_string(output);
}
