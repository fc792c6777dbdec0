/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust decides by a byte that nobody set */
#include "faulty.h"

int main(void)
{
    faulty_guess(); /* !uninitialised-use */
}
