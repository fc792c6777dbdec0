/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust reads what it has dropped */
#include <stdio.h>

#include "faulty.h"

int main(void)
{
    printf("%d\n", faulty_read_dropped("hello")); /* !use-after-free */
}
