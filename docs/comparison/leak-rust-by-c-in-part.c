/* SPDX-License-Identifier: MIT */
/* Rust -> C: C overwrites the pointers in an array of Rust strings */
#include "parcel.h"

int main(void)
{
    size_t count;
    char **stations = parcel_route_split("Bremen>Hamburg>Kiel", &count); /* !leak */
    if (!stations)
        return 1;
    parcel_string_free(stations[0]);
    stations[0] = NULL;
    stations[1] = NULL;
    parcel_strings_free(stations, count);
}
