/* SPDX-License-Identifier: MIT */
/*
 * A set of live blocks as one number: the sum of fh_live_member() over their addresses. What comes is added,
 * what goes is taken away, in any order. Two sets that have the same number are the same set, but by a chance
 * of 2^-64.
 *
 * What it is for: a scenario after which the same blocks live as before has lost none of its own, and
 * released none of another's. So its leaks may be looked for together with those of others
 * (runner/scenario.c).
 */
#pragma once

#include <stdint.h>

/* The finalizer of MurmurHash3: each bit of the address decides each of the number. */
static inline uint64_t fh_live_member(uint64_t address)
{
    address ^= address >> 33;
    address *= UINT64_C(0xff51afd7ed558ccd);
    address ^= address >> 33;
    address *= UINT64_C(0xc4ceb9fe1a85ec53);
    return address ^ address >> 33;
}
