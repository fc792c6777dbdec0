// SPDX-License-Identifier: MIT
/* A caller of strtest, as it is in a project that knows nothing of freehold. Each word: one way to treat the string. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *print_and_return(const char *input);
void free_string(char *string);

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        char *output = print_and_return("hi");
        if (strcmp(argv[i], "return") == 0)
            free_string(output);
        else if (strcmp(argv[i], "free") == 0)
            free(output);
        else if (strcmp(argv[i], "use") == 0) {
            free_string(output);
            putchar(output[0]);
        } else if (strcmp(argv[i], "keep") == 0) {
            static char *volatile kept;
            kept = output;
        }
    }
    return 0;
}
