/* SPDX-License-Identifier: MIT */
/*
 * The header that a crate ships.
 *
 * In: the crate's folder. Out: one header: its own, or one that includes all of them. In order: what cargo-c
 * would install, those in include/, the one that is named after the crate beside Cargo.toml or in src/,
 * diplomat's in bindings/c/. Headers that are no C are left out. Caller: header.
 */
#pragma once

#include <glib.h>

#include "library/crate.h"

/* NULL with `error` unset when it ships none that declares a function. What is written goes to DIRECTORY.
 * Fails with FH_ERROR_ENVIRONMENT. Caller owns the path. */
char *fh_shipped_header_find(const struct fh_crate *crate, char *const *include, const char *directory,
                             GError **error);
