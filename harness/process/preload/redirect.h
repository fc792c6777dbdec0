/* SPDX-License-Identifier: MIT */
/* Rust's allocator functions, which Valgrind leads to the rust heap. Caller: valgrind_watch.c. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "wire/allocators.h"
#include "wire/rust_code.h"

/* Is the function of Rust's allocator at that address redirected? Calls it. */
bool fh_preload_is_redirected(enum fh_verb verb, uintptr_t address);
