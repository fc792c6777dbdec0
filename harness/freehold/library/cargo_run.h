/* SPDX-License-Identifier: MIT */
/*
 * One run of cargo.
 *
 * In: its arguments. Out: its standard output, or an error with its words. Callers: registry, crate, cargo;
 * command/doctor.c, for its version.
 */
#pragma once

#include <glib.h>

struct fh_cargo {
    const char *directory;        /* to run in: its .cargo/config.toml and rust-toolchain.toml hold */
    const char *const *arguments; /* NULL-terminated */
    const char *profile;          /* that is built; NULL for none */
    const char *flags;            /* rustc's, as CARGO_ENCODED_RUSTFLAGS has them; NULL: the user's */
    const char *failure;          /* "cargo could not build …" */
};

/* `*output` receives its standard output, caller owns. Fails with FH_ERROR_ENVIRONMENT: no cargo, or its
 * words. */
gboolean fh_cargo_run(const struct fh_cargo *cargo, char **output, GError **error);

/* `version`: what `cargo --version` prints. It knows no `cargo rustc --crate-type`. */
gboolean fh_cargo_is_old(const char *version);
