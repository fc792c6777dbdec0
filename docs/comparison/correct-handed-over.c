/* SPDX-License-Identifier: MIT */
/* Rust, C: blocks are handed over, and released by who allocated them */
#include <stdlib.h>
#include <string.h>

#include "parcel.h"

int main(void)
{
    struct parcel *p = parcel_new("Ada");
    parcel_set_stamp(p, strdup("1.50"));
    parcel_set_note(p, "fragile");
    char *note = parcel_take_note(p);
    char *summary = parcel_summary(p);
    parcel_free(p);
    parcel_string_free(note);
    free(summary);
}
