/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust drops the inside of its own block */
#include <stdlib.h>

#include "faulty.h"

int main(void)
{
    faulty_drop_interior("hello"); /* !invalid-free */
}
