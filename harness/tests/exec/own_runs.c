// SPDX-License-Identifier: MIT
// Uses a Rust library that has an allocator of its own (own_runs.rs) rightly, or as the argument says.
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t live(void), resized(void);
char *text_new(void);
void text_free(char *text), text_free_wrongly(char *text), large(void),
    text_free_directly(char *text, size_t size), by_methods(void), lost_after_panic(void);
uint64_t grown(uint32_t n);
unsigned char unset(void), zeroed(void), aligned(void);
bool can_have(size_t n);

static void use_rightly(void)
{
    char *text = text_new();
    size_t while_it_lives = live();
    char *ours = strdup(text);
    text_free(text);
    printf("%d %d %d\n", (int)(while_it_lives - live()), grown(1000) == 499500, zeroed() + aligned());
    printf("%s, %d times\n", ours, resized() > 0 ? 1 : 0);
    free(ours);
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "") == 0)
        use_rightly();
    else if (strcmp(what, "cross") == 0)
        free(text_new());
    else if (strcmp(what, "c-block") == 0)
        text_free(strdup("a text"));
    else if (strcmp(what, "leak") == 0)
        printf("%c\n", *text_new());
    else if (strcmp(what, "layout") == 0)
        text_free_wrongly(text_new());
    else if (strcmp(what, "directly") == 0)
        text_free_directly(text_new(), 7);
    else if (strcmp(what, "directly-wrongly") == 0)
        text_free_directly(text_new(), 5);
    else if (strcmp(what, "methods") == 0)
        by_methods();
    else if (strcmp(what, "panic") == 0)
        lost_after_panic();
    else if (strcmp(what, "unset") == 0)
        printf(unset() == 7 ? "seven\n" : "not seven\n");
    else if (strcmp(what, "three-texts") == 0)
        for (int i = 0; i < 3; i++)
            text_free(text_new());
    else if (strcmp(what, "large") == 0)
        large();
    else if (strcmp(what, "large-twice") == 0) {
        large();
        large();
    } else if (strcmp(what, "can-have") == 0)
        printf(can_have(1000000) ? "yes\n" : "no\n");
    if (strcmp(what, "twice") == 0 || strcmp(what, "after") == 0) {
        char *volatile text = text_new();
        text_free(text);
        if (strcmp(what, "twice") == 0)
            text_free(text);
        else
            printf("%c\n", text[2]);
    }
    return 0;
}
