/* SPDX-License-Identifier: MIT */
/*
 * The contract of a function in words, for people.
 *
 * In: a function. Out: sentences. Caller: attributes.
 */
#pragma once

#include <glib.h>

#include "api/api.h"

/* "You own what it returns: release it with greet_free(). You keep `input`." NULL when its contract says
 * nothing. Caller owns; g_free(). */
char *fh_ownership_words(const struct fh_function *function, gboolean is_release);

/* It gives or takes a pointer of which the contract says nothing. */
gboolean fh_ownership_is_unsaid(const struct fh_function *function);
