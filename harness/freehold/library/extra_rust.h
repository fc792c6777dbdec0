/* SPDX-License-Identifier: MIT */
/* Rust code beside the static library. Caller: command/suite.c. */
#pragma once

#include "library/library.h"

/* Rust code that the library's `link` flags bring in beside its static library: the hook does not see it.
 * What is wrong, for fh_allocator_symbols.problem; NULL when there is none. Caller owns; free with g_free().
 */
char *fh_extra_rust(const struct fh_library *library);
