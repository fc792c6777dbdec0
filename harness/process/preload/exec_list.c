/* SPDX-License-Identifier: MIT */
#include "exec_list.h"

#include <stdint.h>
#include <string.h>

size_t fh_exec_list_count(const char *first, va_list *list)
{
    size_t n = first ? 1 : 0;
    va_list copy;
    va_copy(copy, *list);
    while (first && va_arg(copy, const char *))
        n++;
    va_end(copy);
    return n;
}

void fh_exec_list_take(char **arguments, const char *first, va_list *list)
{
    *arguments = (char *)(uintptr_t)first;
    while (*arguments)
        *++arguments = va_arg(*list, char *);
}

/* As the machine's ABI lays a va_list out: the registers that are still to be read lie in one piece. */
#if defined __x86_64__
struct layout {
    unsigned general, vector; /* offsets from `saved` */
    void *stacked;
    char *saved;
};

#define GENERAL_END 48

static char *rest_of(const struct layout *layout, size_t *size)
{
    *size = layout->general < GENERAL_END ? GENERAL_END - layout->general : 0;
    return layout->saved + layout->general;
}
#elif defined __aarch64__
struct layout {
    void *stacked;
    char *general_end;
    void *vector_end;
    int general, vector; /* offsets from the ends, below 0 */
};

static char *rest_of(const struct layout *layout, size_t *size)
{
    *size = layout->general < 0 ? (size_t)-layout->general : 0;
    return layout->general_end + layout->general;
}
#else
#error "exec_list.c: how is a va_list laid out on this machine?"
#endif

void fh_exec_list_end(va_list *list)
{
    struct layout layout;
    size_t size;
    _Static_assert(sizeof(layout) == sizeof(*list), "a va_list as the ABI says");
    memcpy(&layout, list, sizeof(layout));
    char *rest = rest_of(&layout, &size);
    memset(rest, 0, size);
}
