/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust gives C a buffer of which half is unset, and C decides by it */
#include <stdio.h>

#include "faulty.h"

int main(void)
{
    uint8_t *buffer = faulty_half_set(8);
    if (buffer[7] == 1) /* !uninitialised-use */
        puts("set");
    faulty_buffer_free(buffer, 8);
}
