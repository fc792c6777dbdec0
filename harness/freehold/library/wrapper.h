/* SPDX-License-Identifier: MIT */
/*
 * A static library around an rlib.
 *
 * A crate that is no static library need not be able to be one: without std it lacks a panic handler and an
 * allocator. A crate of one line around its rlib brings std's, and changes nothing in it. Caller: cargo.
 */
#pragma once

#include <glib.h>

#include "library/cargo_messages.h"
#include "library/crate.h"

/* From the rlib in `build` to DIRECTORY/libNAME.a; nothing is done when that is there and made from it.
 * `target` and `flags` (words apart by 0x1f) are rustc's; NULL: none. Fails with FH_ERROR_ENVIRONMENT:
 * rustc's words. Caller owns the path. */
char *fh_wrapper_make(const struct fh_crate *crate, const struct fh_cargo_build *build, const char *directory,
                      const char *target, const char *flags, GError **error);
