// SPDX-License-Identifier: MIT
/* Prints the table of allocators (wire/allocators.h) for scripts: FAMILY ROLE VERB HANDING SYMBOL NAME, a row
 * a line. */
#include <stdio.h>

#include "wire/allocators.h"

static const char *const families[] = {
    [FH_FAMILY_RUST] = "rust",
    [FH_FAMILY_MALLOC] = "malloc",
    [FH_FAMILY_NEW] = "new",
    [FH_FAMILY_NEW_ARRAY] = "new[]",
};

static const char *const roles[] = {
    [FH_ROLE_ENTRY] = "entry", [FH_ROLE_STD_SHIM] = "shim", [FH_ROLE_CRATE_SHIM] = "shim",
    [FH_ROLE_GIVER] = "giver", [FH_ROLE_ALIAS] = "alias",
};

static const char *const verbs[] = {
    [FH_VERB_ALLOCATE] = "allocate",
    [FH_VERB_ZEROED] = "zeroed",
    [FH_VERB_RESIZE] = "resize",
    [FH_VERB_RELEASE] = "release",
};

static const char *const handings[] = {
    [FH_HANDS_NOTHING] = "-",
    [FH_HANDS_RESULT] = "result",
    [FH_HANDS_FIRST_ARGUMENT] = "argument",
    [FH_HANDS_OTHERWISE] = "otherwise",
};

int main(void)
{
    for (const struct fh_allocator *row = fh_allocators; row->name; row++)
        printf("%s %s %s %s %s %s\n", families[row->family], roles[row->role], verbs[row->verb],
               handings[row->handing], row->symbol, row->name);
    return 0;
}
