/* SPDX-License-Identifier: MIT */
/*
 * Rust shared libraries whose allocator has no symbols (stripped, LTO): the places through which such an object calls the malloc
 * family (its global offset table) lead to the rust heap instead.
 *
 * This is exact for Rust's default allocator, also where a release build ends in `jmp free`. It can't tell that allocator
 * from Rust code that calls libc's malloc itself, and it has no Layout to check. What the object gets from libc to be free()d
 * (realpath) is let through. Callers: objects.c.
 */
#pragma once

#include <link.h>
#include <stdbool.h>

/* Rewrites the imports of a loaded object. FALSE: it has none of them, or its memory can't be changed. */
bool fh_imports_rewrite(const struct dl_phdr_info *info);
