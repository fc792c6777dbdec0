/* SPDX-License-Identifier: MIT */
/*
 * The contract as a header for compilers and for people: gcc's malloc(release, position), clang's ownership_…
 * attributes, and a comment for each function.
 *
 *   attributes.c        the header
 *   releases.c          what an attribute may say of a function: nothing that could be a false alarm
 *   ownership_words.c   the comments
 *
 * In: the library's API with its contract. Out: text. Caller: command/check.c.
 */
#pragma once

#include <glib.h>

#include "api/api.h"

struct fh_attributes_count {
    guint functions; /* with attributes */
    guint described; /* with a comment */
    guint unsaid;    /* without a contract, though they give or take pointers */
};

/* `name`: of the header that is written, for its include guard. Caller owns; g_free(). */
char *fh_attributes_header(const struct fh_api *api, const char *name, struct fh_attributes_count *count);
