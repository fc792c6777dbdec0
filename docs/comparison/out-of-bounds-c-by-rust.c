/* SPDX-License-Identifier: MIT */
/* C -> Rust: Rust reads past the end of a C block */
#include <stdio.h>
#include <stdlib.h>

#include "faulty.h"

int main(void)
{
    uint8_t *buffer = calloc(10, 1);
    int is_zero = faulty_last(buffer, 10) == 0; /* !out-of-bounds */
    free(buffer);
    printf("%d\n", is_zero);
}
