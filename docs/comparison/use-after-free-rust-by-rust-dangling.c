/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust gives C a pointer into what it drops on its way out */
#include <stdio.h>

#include "faulty.h"

int main(void)
{
    const char *text = faulty_dangling("hello");
    printf("%d\n", text[0]); /* !use-after-free */
}
