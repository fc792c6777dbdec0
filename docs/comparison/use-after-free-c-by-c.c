/* SPDX-License-Identifier: MIT */
/* C -> C: C gives a string to Rust that C has already freed */
#include <stdlib.h>
#include <string.h>

#include "strtest.h"

int main(void)
{
    char *input = strdup("hi");
    free(input);
    char *output = print_and_return(input); /* !use-after-free */
    free_string(output);
}
