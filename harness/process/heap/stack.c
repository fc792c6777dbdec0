/* SPDX-License-Identifier: MIT */
#include "stack.h"

static __thread const char *top;

void fh_stack_begin(void)
{
    top = __builtin_frame_address(0);
}

void fh_stack_begin_below(char **arguments)
{
    top = (const char *)arguments;
}

const void *fh_stack_top(void)
{
    return top;
}

bool fh_stack_holds(const void *address)
{
    return top != 0 && (const char *)address < top &&
           (const char *)address >= (const char *)__builtin_frame_address(0);
}
