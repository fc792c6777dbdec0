/* SPDX-License-Identifier: MIT */
/*
 * Running instructions (wire/plan.h).
 *
 * In: code of the plan and the frames it works on. Out: what the calls do. Callers: scenario, callback,
 * thread.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "wire/plan.h"

struct fh_slot_frame {
    char *base;
    uint32_t size;
};

struct fh_interpreter {
    struct fh_slot_frame shared;             /* the scenario's */
    struct fh_slot_frame local;              /* the callback's; size 0 outside */
    const struct fh_plan_callback *callback; /* NULL outside */
    bool is_over; /* an expectation did not hold, and nothing that comes after it makes sense */
};

/* The address of a slot that holds `size` bytes. Ends the process when it isn't all in its frame. */
void *fh_slot_at(const struct fh_interpreter *run, fh_slot slot, size_t size);

/* A 64-bit value. */
int64_t fh_slot_value(const struct fh_interpreter *run, fh_slot slot);

/* A pointer. */
char *fh_slot_pointer(const struct fh_interpreter *run, fh_slot slot);

/* Runs `count` instructions from `first` on, or up to FH_OP_END. TRUE: a callback's FH_OP_RETURN was met, or
 * the run is over. */
bool fh_interpret_code(struct fh_interpreter *run, uint32_t first, uint32_t count);
