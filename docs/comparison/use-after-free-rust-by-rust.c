/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust reads what it has dropped */
#include <stdlib.h>

#include "faulty.h"

int main(void)
{
    return faulty_read_dropped("hello") == 'h'; /* !use-after-free */
}
