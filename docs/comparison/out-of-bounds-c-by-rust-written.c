/* SPDX-License-Identifier: MIT */
/* C -> Rust: Rust writes past the end of a C block */
#include <stdlib.h>

#include "faulty.h"

int main(void)
{
    uint8_t *buffer = malloc(10);
    faulty_fill(buffer, 10); /* !out-of-bounds */
    free(buffer);
}
