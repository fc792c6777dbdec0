/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: two Rust blocks keep each other alive */
#include "faulty.h"

int main(void)
{
    faulty_cycle(); /* !leak */
}
