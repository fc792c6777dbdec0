/* SPDX-License-Identifier: MIT */
/* Names of functions, as the linker has them and as people read them. Callers: inlined.c, table.c, log/,
 * classify/. */
#pragma once

#include <glib.h>

/* C++ and Rust (legacy and v0) names for people, without Rust's hash, the version after "@", and the
 * "__interceptor_" of ASan's own functions; any other name as it is. UTF-8. Caller owns. */
char *fh_symbols_demangle(const char *name);

/* A C++ or Rust name as the linker knows it. */
gboolean fh_symbols_is_mangled(const char *name);
