// SPDX-License-Identifier: MIT
// Becomes another program: starts PROGRAM [ARGUMENT]. With "early" before it frees a string of Rust's itself.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *print_and_return(const char *input);
void free_string(char *string);

int main(int argc, char **argv)
{
    char *string = print_and_return("from what starts");
    if (argc > 2 && strcmp(argv[1], "early") == 0) {
        free(string);
        argv++;
    } else {
        free_string(string);
    }
    execv(argv[1], argv + 1);
    return 2;
}
