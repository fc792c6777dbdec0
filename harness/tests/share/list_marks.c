// SPDX-License-Identifier: MIT
/* Prints what `!kind` and `expect owner(…) ==` may say: "kind NAME", "owner NAME", a line each. */
#include <stdio.h>

#include "model/kinds.h"

int main(void)
{
    for (const char *const *name = fh_kind_names(); *name; name++)
        printf("kind %s\n", *name);
    const enum fh_domain owners[] = {FH_DOMAIN_RUST, FH_DOMAIN_C, FH_DOMAIN_CXX, FH_DOMAIN_NONE};
    for (gsize i = 0; i < G_N_ELEMENTS(owners); i++)
        printf("owner %s\n", fh_domain_name(owners[i]));
    return 0;
}
