/* SPDX-License-Identifier: MIT */
/*
 * AddressSanitizer, as the C compiler brings it: how a program is linked with it, and whether one is.
 *
 * In: the compiler's words. Out: flags, an answer. Callers: link, engine/asan.
 */
#pragma once

#include <glib.h>

/* The flags with which `compiler` links a program with AddressSanitizer's shared runtime, where the program
 * finds it. Fails with FH_ERROR_ENVIRONMENT: no such compiler, or it has no runtime; what to install. Caller
 * owns; g_strfreev(). */
char **fh_sanitizer_flags(char **compiler, GError **error);

/* Does the program at `path` ask for AddressSanitizer's runtime? FALSE also when it can't be read. */
gboolean fh_sanitizer_is_linked(const char *path);
