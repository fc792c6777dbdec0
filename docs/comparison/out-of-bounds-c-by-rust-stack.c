/* SPDX-License-Identifier: MIT */
/* C -> Rust: Rust writes past the end of an array on C's stack */
#include <stdio.h>

#include "faulty.h"

int main(void)
{
    uint8_t buffer[10];
    faulty_fill(buffer, 10); /* !out-of-bounds */
    printf("%c\n", buffer[9]);
}
