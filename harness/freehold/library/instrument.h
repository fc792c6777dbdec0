/* SPDX-License-Identifier: MIT */
/*
 * What has rustc compile a crate with AddressSanitizer, a feature that it keeps for its nightly versions: a stable one is
 * told to allow it.
 *
 * In: nothing. Out: words and environment for cargo. Caller: cargo.
 */
#pragma once

#include <glib.h>

/* The machine that rustc compiles for, which `--target` has to name so that build scripts stay as they are. Fails with
 * FH_ERROR_ENVIRONMENT. Caller owns; free with g_free(). */
char *fh_instrument_target(GError **error);

/* CARGO_ENCODED_RUSTFLAGS: the user's $RUSTFLAGS and the sanitizer's. Caller owns; free with g_free(). */
char *fh_instrument_flags(void);
