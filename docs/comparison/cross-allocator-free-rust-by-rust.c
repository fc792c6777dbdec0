/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust gives its own block to libc's free() */
#include <stdlib.h>

#include "faulty.h"

int main(void)
{
    faulty_free_own("hello"); /* !cross-allocator-free */
}
