/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust forgets its own block */
#include "faulty.h"

int main(void)
{
    faulty_forget("hello"); /* !leak */
}
