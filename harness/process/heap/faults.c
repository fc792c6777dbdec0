/* SPDX-License-Identifier: MIT */
#include "faults.h"

static uint64_t left[FH_DOMAIN_COUNT];
static __thread bool is_on_hold __attribute__((tls_model("initial-exec")));

void fh_fault_set(enum fh_domain domain, uint64_t n)
{
    __atomic_store_n(&left[domain], n, __ATOMIC_RELAXED);
}

/* Two threads may ask at once: one of them gets the last. */
bool fh_fault_is_due(enum fh_domain domain)
{
    if (is_on_hold)
        return false;
    uint64_t before = __atomic_load_n(&left[domain], __ATOMIC_RELAXED);
    while (before > 0)
        if (__atomic_compare_exchange_n(&left[domain], &before, before - 1, true, __ATOMIC_RELAXED,
                                        __ATOMIC_RELAXED))
            return before == 1;
    return false;
}

uint64_t fh_fault_left(enum fh_domain domain)
{
    return __atomic_load_n(&left[domain], __ATOMIC_RELAXED);
}

void fh_fault_hold(bool is_held)
{
    is_on_hold = is_held;
}
