// SPDX-License-Identifier: MIT
// Uses of bytes that nobody set: in functions that are called as those of mimalloc's start, of Go's runtime
// and of Go's search for a byte are, and right beside them in one of this program's own.
#include <stdlib.h>
#include <string.h>

int _mi_strnlen(const char *text), _mi_prim_mem_init(const char *text), own(const char *text);
int adjust(const char *text) __asm__("runtime.adjustframe");
int copystack(const char *text) __asm__("runtime.copystack");
int indexbytebody(const char *text);
static volatile int found;

#line 10 "/go/src/runtime/stack.go"
__attribute__((noinline)) int adjust(const char *text)
{
    if (text[3] == 7)
        found = 1;
    return found;
}
__attribute__((noinline)) int copystack(const char *text)
{
    return adjust(text) + found;
}

#line 10 "/go/src/internal/bytealg/indexbyte_amd64.s"
__attribute__((noinline)) int indexbytebody(const char *text)
{
    if (text[3] == 7)
        found = 1;
    return found;
}

#line 10 "/mimalloc/src/prim/unix/prim.c"
__attribute__((noinline)) int _mi_strnlen(const char *text)
{
    if (text[3] == 7)
        found = 1;
    return found;
}
__attribute__((noinline)) int _mi_prim_mem_init(const char *text)
{
    return _mi_strnlen(text) + found;
}

#line 10 "/own/main.c"
__attribute__((noinline)) int own(const char *text)
{
    return _mi_strnlen(text) + found;
}

int main(int argc, char **argv)
{
    char *text = malloc(8);
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "mimalloc") == 0)
            _mi_prim_mem_init(text);
        else if (strcmp(argv[i], "stack") == 0)
            copystack(text);
        else if (strcmp(argv[i], "search") == 0)
            indexbytebody(text);
        else
            own(text);
    free(text);
    return 0;
}
