/* SPDX-License-Identifier: MIT */
/* Rust -> C: C reads past the end of a Rust block */
#include <stdio.h>

#include "parcel.h"

int main(void)
{
    float *weights = parcel_weights_new(16);
    int is_zero = weights[16] == 0; /* !out-of-bounds */
    parcel_weights_free(weights, 16);
    printf("%d\n", is_zero);
}
