/* SPDX-License-Identifier: MIT */
/*
 * Functions of Rust's allocator that Valgrind leads to the rust heap, and that do what they would have done
 * all the same: those of an object in which others may have been inlined. Half a hook would have one half's
 * blocks released by the other, and blame the program for it.
 *
 * In: addresses, from objects.c, which looks at what is loaded. Callers: redirect.c at each call, once there
 * are any.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* How many reasons there are for a call of Rust's allocator to take the long way, where it is asked what it
 * is: such functions, several allocators (rust_allocators.h), one that runs (own_allocator.h), a question
 * (redirect.h). Nearly always 0, and then all that is looked at. */
extern __attribute__((visibility("hidden"))) unsigned fh_long_way_reasons;

void fh_pass_through_add(uintptr_t address);
/* What was loaded there is closed. */
void fh_pass_through_forget(uintptr_t start, uintptr_t end);

/* When there are too many to be told apart, all are. */
bool fh_pass_through_holds(uintptr_t address);
