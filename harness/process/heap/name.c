/* SPDX-License-Identifier: MIT */
#include "name.h"

#define DIGITS_MAX 20 /* of 64 bits */

struct fh_name fh_name_in(char *room, size_t size)
{
    *room = '\0';
    return (struct fh_name){room, room + size - 1};
}

void fh_name_add(struct fh_name *name, const char *piece)
{
    while (*piece != '\0' && name->at < name->last)
        *name->at++ = *piece++;
    *name->at = '\0';
}

void fh_name_add_number(struct fh_name *name, unsigned long number)
{
    char digits[DIGITS_MAX + 1];
    char *first = &digits[DIGITS_MAX];
    *first = '\0';
    do
        *--first = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    fh_name_add(name, first);
}
