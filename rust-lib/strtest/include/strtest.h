/* SPDX-License-Identifier: MIT */

#pragma once

/* Made by cbindgen from rust-lib/strtest/src; ninja -C BUILD strtest-header-update writes it anew. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Prints `input` and its address to stderr, and returns it with ", and from Rust" appended.
 *
 * @input: (transfer none) (nullable): a NUL-terminated string, borrowed for the call
 * Returns: (transfer full) (free-func free_string) (nullable): a new string; NULL for NULL
 *
 * # Safety
 *
 * `input` must be NULL or point to a NUL-terminated string.
 */
char *print_and_return(const char *input);

/**
 * Takes back a string that print_and_return() gave.
 *
 * @string: (transfer full) (nullable): the string; NULL is ignored
 *
 * # Safety
 *
 * `string` must be NULL or come from `print_and_return`, unchanged in length, and is gone after the call.
 */
void free_string(char *string);

/**
 * The address that print_and_return() last received, as Rust saw it. To compare, not to use.
 *
 * Returns: (transfer none) (nullable): the address
 */
const void *strtest_last_received(void);

/**
 * The address that print_and_return() last returned, as Rust saw it. To compare, not to use.
 *
 * Returns: (transfer none) (nullable): the address
 */
const void *strtest_last_returned(void);

#ifdef __cplusplus
} // extern "C"
#endif // __cplusplus
