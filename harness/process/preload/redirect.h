/* SPDX-License-Identifier: MIT */
/*
 * Functions that Valgrind leads elsewhere: Rust's allocator, to the rust heap; some of libc's, by way of
 * ours. Caller: valgrind_watch.c.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <valgrind/valgrind.h>

#include "wire/allocators.h"
#include "wire/rust_code.h"

/* The name by which Valgrind calls what we define before libc's function. */
#define LIBC(FUNCTION) I_WRAP_SONAME_FNNAME_ZZ(libcZdsoZa, FUNCTION)

/* Is the function of Rust's allocator at that address redirected? Calls it. */
bool fh_preload_is_redirected(enum fh_verb verb, uintptr_t address);
