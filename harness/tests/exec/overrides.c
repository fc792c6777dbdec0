// SPDX-License-Identifier: MIT
// A program with a malloc() of its own, and what lies beside that, as mimalloc's feature `override` has it:
// its memory is a static array.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char room[1 << 20];
static size_t used;

static void *piece(size_t size)
{
    char *start = room + used + 16;
    memcpy(start - 16, &size, sizeof(size));
    used += (size + 47) / 16 * 16;
    return start;
}

void *malloc(size_t size)
{
    return piece(size);
}

void free(void *block)
{
    (void)block;
}

void *calloc(size_t n, size_t size)
{
    return memset(piece(n * size), 0, n * size);
}

void *realloc(void *block, size_t size)
{
    size_t old = 0;
    if (block != NULL)
        memcpy(&old, (char *)block - 16, sizeof(old));
    return memcpy(piece(size), block == NULL ? "" : block, old < size ? old : size);
}

void *reallocarray(void *block, size_t n, size_t size)
{
    (void)block;
    return piece(n * size);
}

char *strdup(const char *text)
{
    return memcpy(piece(strlen(text) + 1), text, strlen(text) + 1);
}

char *strndup(const char *text, size_t n)
{
    char *copy = memset(piece(n + 1), 0, n + 1);
    return strncpy(copy, text, n);
}

int main(int argc, char **argv)
{
    char *text = strdup("a text"), *start = strndup("a text", 3), *numbers = reallocarray(NULL, 3, 4);
    (void)argv;
    printf("%s %s\n", text, start);
    free(numbers);
    free(start);
    free(text);
    if (argc > 1)
        free(text);
    return 0;
}
