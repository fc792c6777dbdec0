/* SPDX-License-Identifier: MIT */
/*
 * The plan (wire/plan.h), mapped and checked. A wrong plan is Freehold's own mistake: each of these ends the
 * process with a message instead of returning what is out of bounds.
 */
#pragma once

#include <stdbool.h>

#include "wire/plan.h"

/* Maps the file read-only and checks header and sections. */
void fh_plan_open(const char *path);

const struct fh_plan_header *fh_plan_mapped(void);

/* Borrowed, like all below; valid for ever. */
const struct fh_plan_symbol *fh_plan_symbol_at(uint32_t index);
const struct fh_plan_type *fh_plan_type_at(uint32_t index);
uint32_t fh_plan_element_at(uint32_t index);
const struct fh_plan_signature *fh_plan_signature_at(uint32_t index);
const struct fh_plan_callback *fh_plan_callback_at(uint32_t index);
const struct fh_plan_scenario *fh_plan_scenario_at(uint32_t index);
const struct fh_plan_op *fh_plan_op_at(uint32_t index);
fh_slot fh_plan_argument_at(uint32_t index);
const struct fh_plan_ownership *fh_plan_ownership_at(uint32_t index);

/* A NUL-terminated string. */
const char *fh_plan_string(uint32_t offset);

/* `size` bytes. */
const void *fh_plan_bytes(uint32_t offset, uint32_t size);

/* Is the address in the mapping? */
bool fh_plan_holds(const void *address);
