/* SPDX-License-Identifier: MIT */
/*
 * Calling functions by signature, with libffi.
 *
 * In: the plan's types, signatures and symbols. Out: calls. Everything is prepared once, in memory.h's
 * memory; symbols are resolved when they are first needed. Callers: interpret, callback.
 */
#pragma once

#include <ffi.h>
#include <stdint.h>

#include "interpret.h"

/* For all types and signatures of the plan. */
void fh_call_prepare(void);

/* Can libffi do the signature? */
bool fh_call_can(uint32_t signature);

/* Ends the process when libffi can't do the signature. Borrowed, like the next. */
ffi_cif *fh_call_interface(uint32_t signature);

/* The address of a function, in the library's table or else in the C library. Ends the process when there is
 * none. */
void *fh_call_symbol(uint32_t symbol);

/* FH_OP_CALL. */
void fh_call(struct fh_interpreter *run, const struct fh_plan_op *op);
