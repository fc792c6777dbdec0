/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust drops its own block twice */
#include <stdlib.h>

#include "faulty.h"

int main(void)
{
    faulty_double_drop("hello"); /* !double-free */
}
