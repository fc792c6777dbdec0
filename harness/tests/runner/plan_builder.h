/* SPDX-License-Identifier: MIT */
/* A plan (wire/plan.h) put together by hand, without script, header and checker. Sizes are fixed; too much
 * ends the process. */
#pragma once

#include "wire/domain.h"
#include "wire/plan.h"

#define NONE UINT32_MAX

/* Signatures by their types' letters: v void, b int8, B uint8, i int32, l int64, f float, d double, p
 * pointer, P struct pair, G struct big; the result first, '.' before the variadic arguments. Its index; the
 * same one for the same text. */
uint32_t signature(const char *letters);

uint32_t symbol(const char *name, int is_library);
uint32_t string(const char *text);

/* A scenario, up to the next; its variables are slots 0, 16, 32 … */
void scenario(const char *name);
void scenario_done(void);

/* One allocation fails in the scenario (struct fh_plan_scenario). */
void fails(enum fh_domain domain, uint32_t fault);

/* The scenario has this callback. */
void uses_callback(uint32_t callback);

/* A step on this line, up to the next; nothing but steps, blocks and callbacks stands outside of one. */
void step(uint32_t line);

void op(struct fh_plan_op instruction);
void integer(fh_slot to, int64_t value);
void real(fh_slot to, double value);
void text(fh_slot to, const char *value);
void address(fh_slot to, fh_slot of);

/* result <- name(slots…); ended by NONE. `result` may be NONE. */
void call(fh_slot result, const char *name, const char *letters, ...);
/* The same behind its FH_OP_GUARD. */
void guarded_call(fh_slot result, const char *name, const char *letters, ...);
void own(fh_slot slot, int is_indirect, const char *release);
void releases(fh_slot slot, const char *release);
void expect(fh_slot left, fh_slot right, enum fh_plan_compare compare, uint32_t comparison,
            const char *source);
void expect_owner(fh_slot slot, enum fh_domain domain, const char *source);

/* The instructions between these belong to the block. */
uint32_t block_begin(struct fh_plan_op instruction);
void block_end(uint32_t block);

/* A callback; its parameters are the local slots 0, 16 …, its result is local slot 1024. Defined before its
 * scenario. */
uint32_t callback_begin(const char *name, const char *letters);
void callback_end(void);

void write_plan(const char *path);
