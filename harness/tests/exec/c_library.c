// SPDX-License-Identifier: MIT
// A C library under a Rust program.
#include <stdlib.h>

void look_at(const int *number)
{
    (void)number;
}

void free_it(int *number)
{
    free(number);
}
