/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust gives C a pointer into what it drops on its way out */
#include <stdlib.h>

#include "faulty.h"

int main(void)
{
    const char *text = faulty_dangling("hello");
    return text[0] == 'h'; /* !use-after-free */
}
