/* SPDX-License-Identifier: MIT */
#include "pass_through.h"

#define ADDRESSES_MAX 256

/* The dynamic loader's lock, which an object is loaded and closed under, keeps writers apart. */
static uintptr_t addresses[ADDRESSES_MAX];
static unsigned n_addresses;
static bool is_full;

unsigned fh_long_way_reasons = 1; /* objects are being opened: fh_rust_allocators_opened() */

bool fh_pass_through_holds(uintptr_t address)
{
    for (unsigned i = 0; i < n_addresses; i++)
        if (addresses[i] == address)
            return true;
    return is_full;
}

void fh_pass_through_add(uintptr_t address)
{
    is_full = is_full || n_addresses == ADDRESSES_MAX;
    if (is_full)
        return;
    if (n_addresses == 0)
        __atomic_fetch_add(&fh_long_way_reasons, 1, __ATOMIC_RELAXED);
    addresses[n_addresses++] = address;
}

void fh_pass_through_forget(uintptr_t start, uintptr_t end)
{
    unsigned n = 0;
    for (unsigned i = 0; i < n_addresses; i++)
        if (addresses[i] < start || addresses[i] >= end)
            addresses[n++] = addresses[i];
    if (n == 0 && n_addresses > 0)
        __atomic_fetch_sub(&fh_long_way_reasons, 1, __ATOMIC_RELAXED);
    n_addresses = n;
}
