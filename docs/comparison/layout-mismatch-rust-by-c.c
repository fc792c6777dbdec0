/* SPDX-License-Identifier: MIT */
/* Rust -> C: C shortens a Rust string */
#include "strtest.h"

int main(void)
{
    char *output = print_and_return("hi");
    output[2] = '\0';
    free_string(output); /* !layout-mismatch */
}
