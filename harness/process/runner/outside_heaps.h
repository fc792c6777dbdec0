/* SPDX-License-Identifier: MIT */
/* Where no heap block is. Callers: expect, notify. */
#pragma once

#include <stdbool.h>

/* The runner's own memory, the stack, what was loaded with a program or library; NULL. */
bool fh_is_outside_heaps(const void *address);
