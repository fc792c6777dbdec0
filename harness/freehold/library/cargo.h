/* SPDX-License-Identifier: MIT */
/*
 * cargo: from a crate to its static library.
 *
 * In: a [library] with a crate, and what is known of that. Out: the archive's path, and what else must be
 * linked. A crate that has neither a static library nor a cdylib among its crate types is built as an rlib
 * and wrapped (wrapper.h); others by `cargo rustc --crate-type staticlib`. Nothing of the crate is changed.
 * Caller: library.
 */
#pragma once

#include <glib.h>

#include "library/cargo_messages.h"
#include "library/config.h"
#include "library/crate.h"

/* How a crate is to be built. */
struct fh_cargo_job {
    const struct fh_crate *crate;
    const struct fh_library_config *config;
    const char *profile;      /* "debug", or as cargo names it */
    const char *directory;    /* for all that is made */
    gboolean is_locked;       /* there is a Cargo.lock, which must fit */
    gboolean is_instrumented; /* with AddressSanitizer */
};

/* `made` is a static library. Fails with FH_ERROR_ENVIRONMENT (no cargo; the build failed: cargo's words).
 * Caller owns; free with fh_cargo_build_free(). */
struct fh_cargo_build *fh_cargo_build_crate(const struct fh_cargo_job *job, GError **error);
