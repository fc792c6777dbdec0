/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust reads past the end of its own block */
#include <stdio.h>

#include "faulty.h"

int main(void)
{
    printf("%d\n", faulty_read_past(10)); /* !out-of-bounds */
}
