/* SPDX-License-Identifier: MIT */
/*
 * What cargo writes with --message-format=json: what a build made, and what else must be linked.
 *
 * In: text. Out: `struct fh_cargo_build`; members of JSON objects. Pure. Callers: cargo, crate, registry.
 */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

#include "base/cleanup.h"

struct fh_cargo_build {
    char *made;     /* path of the static library or the rlib, in the target directory */
    char **folders; /* of what it was made from: the rlibs of its dependencies */
    char **link;    /* flags for the native libraries that build scripts asked for */
};

/* Of the package at `manifest`, an absolute path: the file that ends in `suffix`, ".a" or ".rlib". NULL when
 * none was made. Caller owns; free with fh_cargo_build_free(). */
struct fh_cargo_build *fh_cargo_build_from_messages(const char *text, const char *manifest,
                                                    const char *suffix);

void fh_cargo_build_free(struct fh_cargo_build *build);
FH_DEFINE_AUTO(fh_cargo_build, fh_cargo_build_free)

/* A member of an object; NULL when it is not there, or of another type. Borrowed from `object`. */
const char *fh_cargo_string(JsonObject *object, const char *name);
JsonArray *fh_cargo_array(JsonObject *object, const char *name);
JsonObject *fh_cargo_object(JsonObject *object, const char *name);

/* The strings of an array, which may be NULL; others are left out. Caller owns the container only. */
GPtrArray *fh_cargo_strings(JsonArray *array);
