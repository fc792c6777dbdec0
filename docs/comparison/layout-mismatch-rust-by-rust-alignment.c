/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust releases a block with the wrong alignment */
#include "faulty.h"

int main(void)
{
    faulty_wrong_alignment(100); /* !layout-mismatch */
}
