/* SPDX-License-Identifier: MIT */
/*
 * Crates of the registry: `crate = rure@0.2.5`.
 *
 * In: name and version. Out: a folder of the crate's sources, fetched once by cargo. Caller: crate.
 */
#pragma once

#include <glib.h>

/* `package`: NAME@VERSION. Its sources, copied to BUILD_DIR/crates/NAME-VERSION unless they are there. Fails
 * with FH_ERROR_ENVIRONMENT: cargo's words. Caller owns; g_free(). */
char *fh_registry_fetch(const char *package, const char *build_dir, GError **error);
