/* SPDX-License-Identifier: MIT */
/*
 * cargo: from a crate to its static library.
 *
 * In: a [library] with a crate. Out: the archive's path, and what else must be linked. The crate's folder is
 * left as it was. Callers: library.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "library/config.h"

struct fh_cargo_build {
    char *staticlib; /* path, in the target directory */
    char *crate;     /* the library's name in Rust: "strtest" */
    char **link;     /* flags for the native libraries that build scripts asked for */
};

/* Where the crate's Cargo.lock is or would be: in the root of its workspace. cargo and cbindgen write one
 * where there is none. Fails like fh_cargo_build_crate(). Caller owns. */
char *fh_cargo_find_lock(const char *crate_dir, GError **error);

/* `profile` is "debug" or "release". `is_locked`: there is a Cargo.lock, which must fit. `is_instrumented`: with AddressSanitizer. Fails with
 * FH_ERROR_ENVIRONMENT (no cargo; the build failed: cargo's words) or FH_ERROR_USAGE (no Cargo.toml; the
 * crate makes no static library). Caller owns; free with fh_cargo_build_free(). */
struct fh_cargo_build *fh_cargo_build_crate(const struct fh_library_config *config, const char *profile,
                                            const char *target_dir, gboolean is_locked,
                                            gboolean is_instrumented, GError **error);

/* From what cargo wrote with --message-format=json: the build of the package at `manifest`, an absolute path.
 * NULL when it made no static library. Caller owns; free with fh_cargo_build_free(). */
struct fh_cargo_build *fh_cargo_build_from_messages(const char *messages, const char *manifest);

void fh_cargo_build_free(struct fh_cargo_build *build);
FH_DEFINE_AUTO(fh_cargo_build, fh_cargo_build_free)
