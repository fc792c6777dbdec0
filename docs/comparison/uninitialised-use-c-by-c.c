/* SPDX-License-Identifier: MIT */
/* C -> C: C gives Rust a text that it has not written */
#include <stdlib.h>

#include "strtest.h"

int main(void)
{
    char *input = malloc(4);
    input[3] = '\0';
    char *output = print_and_return(input); /* !uninitialised-use */
    free_string(output);
    free(input);
}
