// SPDX-License-Identifier: MIT
// The owner releases a string of Rust's; with an argument, C has released it before: owner_later [wrong]
#include <stdlib.h>

char *print_and_return(const char *input);
void free_string(char *string);
__attribute__((noinline)) static void wrong(char *s)
{
    free(s);
}
__attribute__((noinline)) static void right(char *s)
{
    free_string(s);
}
int main(int argc, char **argv)
{
    (void)argv;
    char *s = print_and_return("hi");
    if (argc > 1)
        wrong(s);
    right(s);
    return 0;
}
