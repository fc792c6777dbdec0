/* SPDX-License-Identifier: MIT */
/*
 * What has rustc compile a crate with AddressSanitizer, a feature that it keeps for its nightly versions: a
 * stable one is told to allow it.
 *
 * In: nothing. Out: words and environment for cargo. Caller: cargo.
 */
#pragma once

#include <glib.h>

/* What the name of a target ends with whose std is compiled with AddressSanitizer, too. Rust 1.95 and later
 * have one: x86_64-unknown-linux-gnuasan. */
#define FH_INSTRUMENTED_STD "asan"

/* The machine that rustc compiles for in `directory`, where rust-toolchain.toml may choose another one; the
 * target of the same machine with an instrumented std if that is installed. `--target` has to name it so that
 * build scripts stay as they are. Fails with FH_ERROR_ENVIRONMENT. Caller owns; free with g_free(). */
char *fh_instrument_target(const char *directory, GError **error);

/* CARGO_ENCODED_RUSTFLAGS: the user's $RUSTFLAGS and the sanitizer's. Caller owns; free with g_free(). */
char *fh_instrument_flags(void);
