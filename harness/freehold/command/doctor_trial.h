/* SPDX-License-Identifier: MIT */
/*
 * Does an engine see here what it must? Asks by a run: that a program is there says little of it.
 *
 * In: engines. Out: why one does not. Callers: doctor.
 */
#pragma once

#include <glib.h>

/* Builds a small library with this machine's Rust and runs a scenario of right use, and one that loses a Rust
 * block. `engines`: names, with commas between. Returns "ENGINE\tWHY" of each that does not judge both right,
 * none if all do. Caller owns. NULL: the library can't be built, or run. */
GPtrArray *fh_doctor_trial(const char *engines, GError **error);
