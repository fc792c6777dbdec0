/* SPDX-License-Identifier: MIT */
/*
 * cbindgen: from a crate to its C header.
 *
 * In: the crate's folder. Out: DIRECTORY/NAME.h, whose time of change moves only when its content does.
 * Callers: header; command/doctor.c, for its version.
 */
#pragma once

#include <glib.h>

#include "library/crate.h"

/* A version that reads all of today's Rust. */
#define FH_CBINDGEN_INSTALL "cargo install --locked cbindgen"

/* With the crate's cbindgen.toml, or its parent folder's, or without one. Runs only when its sources or the
 * configuration changed. Fails with FH_ERROR_ENVIRONMENT, and with FH_ERROR_SCRIPT when what it makes is no
 * header of the crate: types that are not in it, no function. Caller owns the path. */
char *fh_cbindgen_make(const struct fh_crate *crate, char *const *include, const char *directory,
                       GError **error);

/* The text of the cbindgen.toml that holds for it, "" when there is none. Caller owns; g_free(). */
char *fh_cbindgen_configuration(const char *crate_dir);

/* `version`: what `cbindgen --version` prints; NULL is no old one. It can't read `#[unsafe(no_mangle)]`, the
 * only spelling in edition 2024. */
gboolean fh_cbindgen_is_old(const char *version);
