/* SPDX-License-Identifier: MIT */
/* What mutants are made of: releases, a view, a length. */
#pragma once

#include <stddef.h>

struct thing;

/** Returns: (transfer full) (free-func thing_free): a thing */
struct thing *thing_new(void);
/** @thing: (transfer full) (nullable): the thing */
void thing_free(struct thing *thing);
/**
 * @thing: (transfer none): the thing
 * Returns: (transfer none): its name
 */
const char *thing_name(const struct thing *thing);
int thing_size(const struct thing *thing);
/** @thing: (transfer full): the thing */
void thing_keep(struct thing *thing, size_t place);

/** Returns: (transfer full) (free-func text_free): a text */
char *text_new(const char *bytes, size_t size);
/** @text: (transfer full): the text */
void text_free(char *text);
