/* SPDX-License-Identifier: MIT */
/* Rust -> C: C frees a static string of Rust's */
#include <stdlib.h>

#include "parcel.h"

int main(void)
{
    free((void *)parcel_version()); /* !invalid-free */
}
