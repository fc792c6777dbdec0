/* SPDX-License-Identifier: MIT */
/* Rust -> C: C forgets a Rust string */
#include <stdio.h>

#include "strtest.h"

int main(void)
{
    char *output = print_and_return("hi"); /* !leak */
    if (output)
        puts(output);
}
