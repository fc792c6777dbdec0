/* SPDX-License-Identifier: MIT */
/* Rust -> C: C gives a buffer's block to the release function of packed bytes */
#include "parcel.h"

int main(void)
{
    struct parcel_bytes bytes = parcel_bytes_copy((const uint8_t *)"abc", 3);
    parcel_data_free(bytes.data, bytes.len); /* !wrong-release */
}
