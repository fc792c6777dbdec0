/* SPDX-License-Identifier: MIT */
/*
 * freehold.ini: which libraries there are to audit, and how each is built.
 *
 *   [library]                      or [library NAME], several
 *   crate = ../rust-lib/strtest    built with cargo, a folder or NAME@VERSION; or
 *   staticlib = libfoo.a           with a header
 *   contract = foo.contract        what the header does not say of ownership
 *   header = foo.h                 with `crate`: instead of its own, or cbindgen's
 *   profile = debug                or release, or another of the crate's; for `crate`
 *   features = a b                 for `crate`, cargo's
 *   no-default-features = true     likewise
 *   target = x86_64-unknown-linux-gnu  likewise
 *   include = dir dir              for the header
 *   link = -lm -lfoo               further flags for the link
 *   exclude = foo_a foo_b          functions that the crate exports, and that are no part of its C API
 *
 * Paths are relative to freehold.ini; lists are split as a shell does; " #" begins a comment.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"

struct fh_library_config {
    char *name;                       /* "" for plain [library] */
    char *crate, *staticlib, *header; /* absolute paths; NULL when not given */
    char *contract;                   /* likewise */
    gboolean is_package;              /* `crate` is NAME@VERSION instead, of the registry */
    char *profile;                    /* "debug", or as cargo names it */
    char *target;                     /* NULL: rustc's own, or what the crate's .cargo/config.toml says */
    gboolean no_default_features;
    char **features, **include, **link, **exclude;
};

struct fh_config {
    char *path;
    GPtrArray *libraries; /* struct fh_library_config * */
};

/* Fails with FH_ERROR_USAGE: no such file, unknown sections or keys (with "did you mean"), neither crate nor
 * staticlib + header, both, values that can't be. Caller owns; free with fh_config_free(). */
struct fh_config *fh_config_load(const char *path, GError **error);

/* A word that can name a profile of cargo's. */
gboolean fh_config_is_profile(const char *profile);

/* The nearest freehold.ini in `directory` or above it. Caller owns; NULL when there is none. */
char *fh_config_find(const char *directory);

/* What a command that runs scenarios in `directory` must be given, with a blank behind it: "" if it finds
 * `config` itself, else "--config PATH ". Caller owns. */
char *fh_config_option(const char *config, const char *directory);

void fh_config_free(struct fh_config *config);
FH_DEFINE_AUTO(fh_config, fh_config_free)

/* The one named `name`; with name NULL the only one. Fails with FH_ERROR_USAGE, naming those that there are.
 * Borrowed. */
const struct fh_library_config *fh_config_library(const struct fh_config *config, const char *name,
                                                  GError **error);
