/* SPDX-License-Identifier: MIT */
/* C -> C: C gives its own string to a Rust release function */
#include <stdlib.h>
#include <string.h>

#include "strtest.h"

int main(void)
{
    char *text = strdup("hi");
    free_string(text); /* !cross-allocator-free */
}
