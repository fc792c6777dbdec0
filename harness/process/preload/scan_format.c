/* SPDX-License-Identifier: MIT */
#include "scan_format.h"

#include <stdbool.h>
#include <string.h>

#define DIGITS "0123456789"

struct conversion {
    bool is_assigned;  /* it has an argument */
    bool is_allocated; /* which is where to put a block */
    bool is_counted;
    bool is_numbered;
};

/* Behind "[…]": a bracket that comes first, or behind '^', is one of the set. */
static const char *after_set(const char *at)
{
    at += *at == '^';
    at += *at == ']';
    at += strcspn(at, "]");
    return at + (*at == ']');
}

/* `at`: behind the '%'. Returns what follows the conversion. */
static const char *read_conversion(const char *at, struct conversion *conversion)
{
    bool is_suppressed = *at == '*';
    at += is_suppressed;
    at += strspn(at, "'I" DIGITS);
    conversion->is_numbered = *at == '$';
    conversion->is_allocated = *at == 'm';
    at += strspn(at, "m");
    at += strspn(at, "hlqLjzt");
    char kind = *at;
    if (kind == '\0')
        return at;
    conversion->is_assigned = !is_suppressed && kind != '%';
    conversion->is_counted = conversion->is_assigned && kind != 'n';
    return kind == '[' ? after_set(at + 1) : at + 1;
}

void fh_scan_each_block(const char *format, int n, va_list arguments, void (*visit)(void *block))
{
    for (const char *at = strchr(format, '%'); at && n > 0; at = strchr(at, '%')) {
        struct conversion conversion = {0};
        at = read_conversion(at + 1, &conversion);
        if (conversion.is_numbered)
            return;
        void **place = conversion.is_assigned ? va_arg(arguments, void **) : NULL;
        if (place && conversion.is_allocated)
            visit(*place);
        n -= conversion.is_counted;
    }
}
