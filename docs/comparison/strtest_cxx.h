/* SPDX-License-Identifier: MIT */
/* strtest's functions beside C++'s operators, for scenarios that call both. */
#pragma once

#include "cxx_operators.h"

/**
 * @input: (transfer none) (nullable): a NUL-terminated string
 * Returns: (transfer full) (free-func free_string) (nullable): a new string
 */
char *print_and_return(const char *input);

/**
 * @string: (transfer full) (nullable): from print_and_return()
 */
void free_string(char *string);
