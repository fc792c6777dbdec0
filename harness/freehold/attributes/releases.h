/* SPDX-License-Identifier: MIT */
/*
 * What an attribute may say. Compilers take it literally: where it holds for some calls only, it is left out.
 *
 * In: a function with its contract. Out: its release function and where that takes the block. Caller:
 * attributes.
 */
#pragma once

#include <glib.h>

#include "api/api.h"

/* A release function, and which parameter (from 1 on) takes the block. */
struct fh_attribute_release {
    const char *name; /* NULL: no attribute; borrowed from the API */
    guint position;
};

/* For what `function` returns. None when it returns no pointer, when the contract names no release function,
 * and when that does not always end a block: it may only drop a reference. */
struct fh_attribute_release fh_attribute_release_of(const struct fh_api *api,
                                                    const struct fh_function *function);

/* What `function` itself takes as a release function. */
struct fh_attribute_release fh_attribute_release_by(const struct fh_api *api,
                                                    const struct fh_function *function);

/* The release function of what `function`, which is none itself, takes over as parameter `index`; all that
 * gives out such a block must have the same. `position` is that of the parameter. */
struct fh_attribute_release fh_attribute_handed_over(const struct fh_api *api,
                                                     const struct fh_function *function, guint index);

/* Some contract names it as one. */
gboolean fh_attribute_is_release(const struct fh_api *api, const struct fh_function *function);

/* The library's, not the C library's. */
gboolean fh_attribute_is_of_library(const struct fh_function *function);
