/* SPDX-License-Identifier: MIT */
/*
 * The library under audit: from freehold.ini to a runner that is linked with it.
 *
 * In: freehold.ini's [library] sections. Steps: cargo says what the crate is, its own header is found or
 * cbindgen writes one, cargo builds the static library (unless both are given), libelf finds Rust's allocator
 * symbols, the C compiler links the runner with the library and `--wrap`s those. Out: `struct fh_library`
 * with header, static library and runner. Everything that is made goes to the build directory. Callers:
 * command.
 *
 * A release build gets line numbers, and no LTO (env CARGO_PROFILE_RELEASE_LTO overrides that), as Rust's
 * allocator must be there to be seen. The crate's own folder stays as it is: no target directory, no new
 * Cargo.lock.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "library/config.h"

struct fh_library {
    char *name, *staticlib, *header, *profile;
    char *crate_dir; /* NULL: there is no crate */
    char **include, **link, **exclude;
    char *rustc_version; /* from .comment of the archive; NULL when it can't be told */
    char *directory;     /* in the build directory: what is made for this library and profile */
    gboolean is_instrumented;
    gboolean is_header_made; /* by cbindgen */
};

/* Builds (crate) or finds (staticlib) it. `profile` overrides the config's when not NULL. cargo's and
 * cbindgen's own messages go to stderr when they fail. Fails with FH_ERROR_ENVIRONMENT (cargo missing, build
 * failed: what to do) or FH_ERROR_USAGE (a file is not there). Caller owns; free with fh_library_free(). */
struct fh_library *fh_library_build(const struct fh_library_config *config, const char *build_dir,
                                    const char *profile, GError **error);

/* The same, compiled with AddressSanitizer, in a folder of its own. Fails with FH_ERROR_ENVIRONMENT also
 * where there is no crate, or rustc can't. */
struct fh_library *fh_library_build_instrumented(const struct fh_library_config *config,
                                                 const char *build_dir, const char *profile, GError **error);

void fh_library_free(struct fh_library *library);
FH_DEFINE_AUTO(fh_library, fh_library_free)
