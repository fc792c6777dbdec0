/* SPDX-License-Identifier: MIT */
/* C -> C: C frees a block that it has handed over, then Rust does */
#include <stdlib.h>
#include <string.h>

#include "parcel.h"

int main(void)
{
    struct parcel *p = parcel_new("Ada");
    char *stamp = strdup("1.50");
    parcel_set_stamp(p, stamp);
    free(stamp);
    parcel_free(p); /* !double-free */
}
