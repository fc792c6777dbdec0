/* SPDX-License-Identifier: MIT */
#include "own_methods.h"

void fh_own_methods_learn(struct fh_own_methods *methods, enum fh_verb verb, uintptr_t method,
                          const size_t given[2], const struct fh_layout *asked)
{
    bool is_first = asked && given[0] == asked->size && given[1] == asked->alignment;
    bool is_second = asked && given[1] == asked->size && given[0] == asked->alignment;
    if (is_first || is_second)
        methods->addresses[verb] = method;
    if (is_first != is_second)
        methods->order = is_first ? FH_OWN_SIZE_FIRST : FH_OWN_SIZE_SECOND;
}

/* An alignment is a power of two. */
static enum fh_own_order guess_order(const size_t given[2])
{
    bool may_be_first = (given[0] & (given[0] - 1)) == 0, may_be_second = (given[1] & (given[1] - 1)) == 0;
    if (may_be_first == may_be_second)
        return FH_OWN_ORDER_UNKNOWN;
    return may_be_second ? FH_OWN_SIZE_FIRST : FH_OWN_SIZE_SECOND;
}

bool fh_own_methods_read(struct fh_own_methods *methods, enum fh_verb verb, uintptr_t method,
                         const size_t given[2], struct fh_layout *layout)
{
    if (methods->order == FH_OWN_ORDER_UNKNOWN)
        methods->order = guess_order(given);
    bool is_second = methods->order == FH_OWN_SIZE_SECOND;
    bool is_its = methods->addresses[verb] == method || methods->addresses[verb] == 0;
    layout->size = given[is_second];
    layout->alignment = given[!is_second];
    return is_its && methods->order != FH_OWN_ORDER_UNKNOWN;
}
