/* SPDX-License-Identifier: MIT */
/*
 * The flags with which any program is built with AddressSanitizer and the rust heap in it.
 *
 * In: Rust's allocator in the static libraries that the program is linked with (library.h), the compiler.
 * Out: its flags. Nothing is compiled: the linker itself leads the callers of each symbol to the rust heap
 * (--wrap, --defsym). Caller: command/flags.c.
 */
#pragma once

#include <glib.h>

/* A symbol of programs whose Rust libraries are all compiled with AddressSanitizer. */
#define FH_FLAGS_INSTRUMENTED "freehold_rust_is_instrumented"

/* A symbol of programs in which the rust heap stands in the place of a #[global_allocator]. */
#define FH_FLAGS_REPLACED "freehold_replaces_an_allocator"

#include "library/allocator_symbols.h"

/* For compiling as well as for linking. NULL-terminated. */
extern const char *const fh_flags_compile[];

/* For linking, where a symbol goes to the rust heap's function of that entry: appended to `flags` (char *).
 * Pure. */
void fh_flags_add_wraps(GPtrArray *flags, const struct fh_allocator_symbols *hooks);

/* For linking: of each of `archives`, and `compiler`. Each flag is one word for a shell. Fails with
 * FH_ERROR_ENVIRONMENT: what would not be watched whole, with the reason; with FH_ERROR_USAGE: no static
 * library, or one without Rust code. Caller owns; g_strfreev(). */
char **fh_flags_link(char *const *archives, char **compiler, GError **error);
