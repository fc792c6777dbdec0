/* SPDX-License-Identifier: MIT */
/* C -> Rust: Rust keeps a C string that it only borrowed, and reads it later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "faulty.h"

int main(void)
{
    char *text = strdup("hello");
    faulty_keep(text);
    free(text);
    printf("%d\n", faulty_read_kept()); /* !use-after-free */
}
