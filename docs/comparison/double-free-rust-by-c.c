/* SPDX-License-Identifier: MIT */
/* Rust -> C: C calls the release function twice */
#include <stdlib.h>

#include "strtest.h"

int main(void)
{
    char *output = print_and_return("hi");
    free_string(output);
    free_string(output); /* !double-free */
}
