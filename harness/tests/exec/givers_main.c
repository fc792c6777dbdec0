// SPDX-License-Identifier: MIT
// Uses the C code and the Rust code of one shared library, rightly, or as the argument says.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *print_and_return(const char *input);
void free_string(char *string);
int part(void);
size_t part_free_found(void), part_take(char *text);

/* As an optimiser may leave it, what takes the copy may have gone when libc allocates: it is libc's all the
 * same. */
static char *scan(const char *text)
{
    char *word = NULL;
    return sscanf(text, "%ms", &word) == 1 ? word : NULL;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    char *string = print_and_return("from C");
    if (part() != 3)
        return 1;
    if (strcmp(what, "free") == 0)
        free(string);
    else
        free_string(string);
    if (strcmp(what, "drop-copy") == 0)
        free_string(strdup("a copy of main()'s"));
    if (strcmp(what, "drop-word") == 0)
        free_string(scan("word of main()'s"));
    if (strcmp(what, "found") == 0)
        return part_free_found() != 6;
    if (strcmp(what, "take") == 0)
        return part_take(strdup("a text")) != 6;
    if (strcmp(what, "drop-block") == 0) {
        char *block = calloc(1, 8);
        free_string(block);
    }
    return 0;
}
