/* SPDX-License-Identifier: MIT */
/*
 * Allocations that fail on purpose: the Nth that one side asks for from now on, once. So a scenario can walk
 * the library's error paths, where ownership breaks first.
 *
 * In: the scenario's `fail alloc N of D`, or its plan's fault. Callers: fail_alloc, one_fault, thread; what
 * allocates: rust_heap, ledger.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "wire/domain.h"

/* Never comes; but what is left of it tells how many were asked for. */
#define FH_FAULT_NEVER UINT64_MAX

/* The `n`th request of `domain` from now on fails; 0: none does. */
void fh_fault_set(enum fh_domain domain, uint64_t n);

/* Asked once for each request: true if it has to fail. Any thread. */
bool fh_fault_is_due(enum fh_domain domain);

/* How many more requests it would have taken; 0: it has failed, or none was to. */
uint64_t fh_fault_left(enum fh_domain domain);

/* What this thread asks for in between is the runner's own: it neither counts nor fails. */
void fh_fault_hold(bool is_held);
