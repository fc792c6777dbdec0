/* SPDX-License-Identifier: MIT */
/* C -> Rust: Rust takes a string of C's for its own, and drops it */
#include <stdlib.h>
#include <string.h>

#include "faulty.h"

int main(void)
{
    char *text = strdup("hello");
    faulty_take(text); /* !cross-allocator-free */
}
