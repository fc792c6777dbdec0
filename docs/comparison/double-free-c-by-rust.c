/* SPDX-License-Identifier: MIT */
/* C -> Rust: Rust calls a destroy function twice */
#include <stdlib.h>

#include "faulty.h"

int main(void)
{
    void *data = malloc(8);
    faulty_destroy_twice(data, free); /* !double-free */
}
