/* SPDX-License-Identifier: MIT */
/* Rust -> C: C gives a Rust array back with the wrong count */
#include "parcel.h"

int main(void)
{
    float *weights = parcel_weights_new(16);
    parcel_weights_free(weights, 15); /* !layout-mismatch */
}
