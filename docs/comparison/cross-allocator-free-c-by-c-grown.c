/* SPDX-License-Identifier: MIT */
/* C -> C: C gives Rust a buffer of its own to grow */
#include <stdlib.h>

#include "parcel.h"

int main(void)
{
    struct parcel_bytes bytes = {malloc(4), 0, 4};
    parcel_bytes_append(&bytes, (const uint8_t *)"0123456789", 10); /* !cross-allocator-free */
    parcel_bytes_free(bytes);
}
