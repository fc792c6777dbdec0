// SPDX-License-Identifier: MIT
// What only C can make: bit-fields, flexible arrays, variadic functions. `link` brings it.
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "case.h"

ssize_t flags_sum(size_t n, ...)
{
    ssize_t sum = 0;
    va_list list;
    va_start(list, n);
    for (size_t i = 0; i < n; i++)
        sum += va_arg(list, int);
    va_end(list);
    return sum;
}

struct flags *flags_new(void)
{
    struct flags *flags = calloc(1, sizeof(*flags) + 2 * sizeof(short));
    flags->low = 5;
    flags->high = -9;
    flags->last = true;
    strcpy(flags->name, "four");
    flags->ratio = 0.5f;
    flags->n = 2;
    flags->data[0] = -1;
    flags->data[1] = 7;
    return flags;
}
