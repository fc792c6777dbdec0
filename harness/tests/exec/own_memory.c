// SPDX-License-Identifier: MIT
// Uses a text of Rust's rightly, or as the argument says.
#include <stdlib.h>
#include <string.h>

char *text_new(void);
void text_free(char *text);
unsigned char scratch(void);

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    int sum = scratch();
    char *volatile text = text_new();
    if (strcmp(what, "leak") != 0)
        text_free(text);
    if (strcmp(what, "use") == 0)
        sum += text[5];
    text = NULL;
    return sum == 1000;
}
