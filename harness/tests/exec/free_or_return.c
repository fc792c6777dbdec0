// SPDX-License-Identifier: MIT
// Gets a string from Rust and returns it; with an argument, frees it instead.
#include <stdlib.h>

char *print_and_return(const char *input);
void free_string(char *string);

int main(int argc, char **argv)
{
    (void)argv;
    char *string = print_and_return("from C");
    if (argc > 1)
        free(string);
    else
        free_string(string);
    return 0;
}
