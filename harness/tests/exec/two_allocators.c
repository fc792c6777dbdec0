// SPDX-License-Identifier: MIT
// Has each of two libraries release its own strings; or one that of the other, as the argument says.
#include <string.h>

char *a_make(void), *a_early(void), *a_grow(char *text);
void a_drop(char *text);
char *b_make(void), *b_early(void), *b_grow(char *text);
void b_drop(char *text);

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "a-by-b") == 0)
        b_drop(a_make());
    if (strcmp(what, "b-by-a") == 0)
        a_drop(b_make());
    if (strcmp(what, "grown") == 0)
        b_drop(b_grow(a_make()));
    if (strcmp(what, "early") == 0)
        b_drop(a_early());
    else
        a_drop(a_early());
    b_drop(b_early());
    a_drop(a_grow(a_make()));
    b_drop(b_grow(b_make()));
    return 0;
}
