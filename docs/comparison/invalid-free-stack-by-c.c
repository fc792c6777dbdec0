/* SPDX-License-Identifier: MIT */
/* C -> C: C gives its stack to a Rust release function */
#include <stdlib.h>

#include "strtest.h"

int main(void)
{
    char text[8] = "hi";
    free_string(text); /* !invalid-free */
}
