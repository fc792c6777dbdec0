/* SPDX-License-Identifier: MIT */
/* Rust -> C: C frees the inside of a Rust block */
#include <stdlib.h>

#include "parcel.h"

int main(void)
{
    struct parcel_depot *depot = parcel_depot_new("Kiel");
    free(depot); /* !invalid-free */
    parcel_depot_unref(depot);
}
