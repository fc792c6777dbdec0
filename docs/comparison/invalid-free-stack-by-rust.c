/* SPDX-License-Identifier: MIT */
/* C -> Rust: Rust drops what it only borrowed, and it stands on C's stack */
#include <stdlib.h>

#include "faulty.h"

int main(void)
{
    char text[8] = "hello";
    faulty_drop_borrowed(text); /* !invalid-free */
}
