/* SPDX-License-Identifier: MIT */
/* C -> C: C forgets its own string after Rust has borrowed it */
#include <string.h>

#include "strtest.h"

int main(void)
{
    char *input = strdup("hi"); /* !leak */
    char *output = print_and_return(input);
    free_string(output);
}
