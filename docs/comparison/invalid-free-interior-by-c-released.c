/* SPDX-License-Identifier: MIT */
/* Rust -> C: C gives the inside of a Rust block to its release function */
#include <stdlib.h>

#include "parcel.h"

int main(void)
{
    uint8_t *data;
    size_t len;
    parcel_pack("fragile", &data, &len);
    parcel_data_free(data + 1, len - 1); /* !invalid-free */
    parcel_data_free(data, len);
}
