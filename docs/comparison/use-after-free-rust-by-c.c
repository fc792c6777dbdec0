/* SPDX-License-Identifier: MIT */
/* Rust -> C: C reads a Rust string after its release */
#include <stdlib.h>

#include "strtest.h"

int main(void)
{
    char *output = print_and_return("hi");
    free_string(output);
    return output[0] == 'h'; /* !use-after-free */
}
