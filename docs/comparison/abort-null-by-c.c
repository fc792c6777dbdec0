/* SPDX-License-Identifier: MIT */
/* Rust -> C: C follows the NULL that Rust returned */
#include "parcel.h"

int main(void)
{
    float *weights = parcel_weights_new(0);
    weights[0] = 1; /* !abort */
}
