/* SPDX-License-Identifier: MIT */
/*
 * The C text that ties the runner to one library: the table of its functions (runner/library_table.h) and,
 * for each of Rust's allocator symbols, the `__wrap_` function that `ld --wrap` leads its callers to.
 * Callers: link.
 */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "library/allocator_symbols.h"

/* `defined` is fh_archive_defined_symbols()'s: functions that the archive lacks are left out; NULL for all of
 * the header's. Caller owns; g_free(). */
char *fh_runner_glue_text(const struct fh_api *api, const struct fh_allocator_symbols *hooks,
                          GHashTable *defined);
