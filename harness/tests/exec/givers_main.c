// SPDX-License-Identifier: MIT
// Uses the C code and the Rust code of one shared library, rightly, or as the argument says.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *print_and_return(const char *input);
void free_string(char *string);
int part(void);
size_t part_free_found(char *text), part_take(char *text);
char *part_make(void), *part_make_by_pointer(void);
void part_release(char *text), part_release_by(char how, char *text);

/* As an optimiser may leave it, what takes the copy may have gone when libc allocates: it is libc's all the
 * same. */
static char *scan(const char *text)
{
    char *word = NULL;
    return sscanf(text, "%ms", &word) == 1 ? word : NULL;
}

/* C code of the library gives a block back, in the way that `how` says. */
static void release(char how, char *text)
{
    if (how == 'c')
        part_take(text);
    else if (how == 'j')
        part_release(text);
    else
        part_release_by(how, text);
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    char *string = print_and_return("from C");
    if (part() != 3)
        return 1;
    if (strcmp(what, "free") == 0)
        free(string);
    else if (strcmp(what, "found-rust") == 0)
        return part_free_found(string) == 0;
    else if (strncmp(what, "rust-", 5) == 0)
        release(what[5], string);
    else
        free_string(string);
    if (strcmp(what, "drop-copy") == 0)
        free_string(strdup("a copy of main()'s"));
    if (strcmp(what, "drop-word") == 0)
        free_string(scan("word of main()'s"));
    if (strcmp(what, "found") == 0)
        return part_free_found(part_make()) != 6;
    if (strcmp(what, "found-pointer") == 0)
        return part_free_found(part_make_by_pointer()) != 6;
    if (strcmp(what, "make") == 0)
        free(part_make());
    if (strncmp(what, "c-", 2) == 0)
        release(what[2], strdup("a text"));
    if (strcmp(what, "take") == 0)
        return part_take(strdup("a text")) != 6;
    if (strcmp(what, "drop-block") == 0) {
        char *block = calloc(1, 8);
        free_string(block);
    }
    return 0;
}
