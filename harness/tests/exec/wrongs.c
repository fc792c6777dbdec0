// SPDX-License-Identifier: MIT
// One wrong of each kind around a string of Rust's: wrongs WHAT. Without an argument: none.
#include <stdlib.h>
#include <string.h>

char *print_and_return(const char *input);
void free_string(char *string);

static void *volatile block;
static char letters[64];

static void reallocate(char *string)
{
    block = realloc(string, 300);
    free(block);
    block = NULL;
}

static void drop_c_block(char *string)
{
    free_string(string);
    free_string(strdup("from C"));
}

static void free_twice(char *string)
{
    free_string(string);
    block = malloc(3);
    free(block);
    free(block);
}

static void free_inside(char *string)
{
    block = string + 3;
    free(block);
    free_string(string);
}

static void shorten(char *string)
{
    string[4] = '\0';
    free_string(string);
}

static void forget(char *string)
{
    free_string(string);
    for (int i = 0; i < 3; i++) {
        block = print_and_return("forgotten");
        block = NULL;
    }
}

static void forget_ring(char *string)
{
    free_string(string);
    for (int i = 0; i < 3; i++) {
        void **first = malloc(16), **second = malloc(24);
        *first = second;
        *second = first;
        block = first;
        block = NULL;
    }
}

static void read_released(char *string)
{
    free_string(string);
    letters[0] = *(volatile char *)string;
}

static void read_beyond(char *string)
{
    letters[0] = ((volatile char *)string)[strlen(string) + 1];
    free_string(string);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*function)(char *string);
    } wrongs[] = {{"realloc", reallocate}, {"drop", drop_c_block},  {"free", (void (*)(char *))free},
                  {"twice", free_twice},   {"inside", free_inside}, {"layout", shorten},
                  {"leak", forget},        {"ring", forget_ring},   {"released", read_released},
                  {"beyond", read_beyond}};
    char *string = print_and_return("to be done wrong");
    for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++)
        if (argc > 1 && strcmp(argv[1], wrongs[i].name) == 0) {
            wrongs[i].function(string);
            return 0;
        }
    free_string(string);
    return 0;
}
