/* SPDX-License-Identifier: MIT */
/* Rust -> C: C calls the release function, then free() */
#include <stdlib.h>

#include "faulty.h"

int main(void)
{
    char *text = faulty_copy("hello");
    faulty_string_free(text);
    free(text); /* !double-free */
}
