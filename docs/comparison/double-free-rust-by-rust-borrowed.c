/* SPDX-License-Identifier: MIT */
/* Rust -> Rust: Rust drops what it only borrowed, then C releases it */
#include <stdlib.h>

#include "faulty.h"

int main(void)
{
    char *text = faulty_copy("hello");
    faulty_drop_borrowed(text);
    faulty_string_free(text); /* !double-free */
}
