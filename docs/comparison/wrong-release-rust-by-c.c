/* SPDX-License-Identifier: MIT */
/* Rust -> C: C gives a tracking code to the release function of strings */
#include "parcel.h"

int main(void)
{
    char *code = parcel_code_reserve();
    parcel_string_free(code); /* !wrong-release */
}
