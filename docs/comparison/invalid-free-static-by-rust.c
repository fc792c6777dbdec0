/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust drops a static string */
#include <stdlib.h>

#include "faulty.h"

int main(void)
{
    faulty_drop_static(); /* !invalid-free */
}
