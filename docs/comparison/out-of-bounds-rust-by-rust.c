/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust reads past the end of its own block */
#include "faulty.h"

int main(void)
{
    return faulty_read_past(10); /* !out-of-bounds */
}
