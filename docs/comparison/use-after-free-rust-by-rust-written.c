/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust writes to what it has dropped */
#include <stdlib.h>

#include "faulty.h"

int main(void)
{
    faulty_write_dropped("hello"); /* !use-after-free */
}
