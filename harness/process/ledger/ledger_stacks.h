/* SPDX-License-Identifier: MIT */
/*
 * Where blocks are allocated and released: each stack is kept once, and found again without being unwound.
 *
 * In: the calling stack. Out: what ledger_record.h holds of it. Callers: ledger.c.
 */
#pragma once

#include <stdint.h>

#include "wire/ledger_record.h"

/* The calling stack up to the scenario's step, as one that stays for ever; empty while no scenario runs, and
 * when there is no memory. Takes and gives back the arena's lock; any thread. */
const struct fh_ledger_stack *fh_ledger_stack_here(void);

/* In a signal handler: the stack of where the signal came, into the caller's own, without a lock. */
void fh_ledger_stack_of_signal(struct fh_ledger_stack *stack);
