/* SPDX-License-Identifier: MIT */
/*
 * Functions of Rust's allocator that Valgrind leads to the rust heap, and that do what they would have done all the same:
 * those of an object in which others may have been inlined. Half a hook would have one half's blocks released by the other,
 * and blame the program for it.
 *
 * In: addresses, from objects.c, which looks at what is loaded. Callers: redirect.c at each call, once there are any.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

void fh_pass_through_add(uintptr_t address);
/* What was loaded there is closed. */
void fh_pass_through_forget(uintptr_t start, uintptr_t end);

/* When there are too many to be told apart, all are. */
bool fh_pass_through_holds(uintptr_t address);
bool fh_pass_through_is_any(void);
