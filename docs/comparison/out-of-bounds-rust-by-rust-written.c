/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust writes past the end of its own block */
#include "faulty.h"

int main(void)
{
    faulty_write_past(10); /* !out-of-bounds */
}
