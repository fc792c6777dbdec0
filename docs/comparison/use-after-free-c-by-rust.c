/* SPDX-License-Identifier: MIT */
/* C -> Rust: Rust keeps a C string that it only borrowed, and reads it later */
#include <stdlib.h>
#include <string.h>

#include "faulty.h"

int main(void)
{
    char *text = strdup("hello");
    faulty_keep(text);
    free(text);
    return faulty_read_kept() == 'h'; /* !use-after-free */
}
