/* SPDX-License-Identifier: MIT */
#pragma once

struct parts;

struct parts *parts_new(void);
void parts_free(struct parts *parts);
struct parts *parts_leaky(void);
void *libc_hasty(void);

/**
 * @name: (transfer full) (free-func free):
 * Returns: (nullable) (transfer full) (free-func parts_free): released with all that it has taken
 */
struct parts *parts_named(char *name);

/**
 * @name: (transfer full) (free-func free):
 * Returns: (nullable) (transfer full) (free-func parts_free):
 */
struct parts *parts_keeping(char *name);

void parts_take(struct parts *parts, char *name);
