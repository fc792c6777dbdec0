/* SPDX-License-Identifier: MIT */
/* Rust -> C: C writes to a Rust string after its release */
#include <stdlib.h>

#include "strtest.h"

int main(void)
{
    char *output = print_and_return("hi");
    free_string(output);
    output[0] = 'H'; /* !use-after-free */
}
