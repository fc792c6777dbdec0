/* SPDX-License-Identifier: MIT */
/* Rust -> C: C gives an aligned Rust block to free() */
#include <stdlib.h>

#include "parcel.h"

int main(void)
{
    float *weights = parcel_weights_new(16);
    free(weights); /* !cross-allocator-free */
}
