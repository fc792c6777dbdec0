/* SPDX-License-Identifier: MIT */
/*
 * A crate as cargo metadata describes it: what can be said before anything is built.
 *
 * In: a [library] with a crate. Out: `struct fh_crate`. A crate of the registry is fetched first
 * (registry.h). Callers: library, cargo, header.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "library/config.h"

struct fh_crate {
    char *folder;    /* of its Cargo.toml */
    char *manifest;  /* its Cargo.toml */
    char *workspace; /* the folder of its workspace's Cargo.toml, and of Cargo.lock */
    char *work_dir;  /* to run cargo in: whose rust-toolchain.toml and .cargo/config.toml hold */
    char *package, *version;
    GPtrArray *features; /* char *: names */
    char *library;       /* its library's name in Rust: "small_crate" */
    gboolean is_fetched; /* its folder is ours to write to */
    /* Its own crate types have a static library or a cdylib: it is linkable by itself, which a no_std crate
     * need not be. */
    gboolean has_staticlib; /* among its crate types */
    gboolean is_linkable;
    gboolean is_capi; /* made for cargo-c: its C API is behind the feature `capi` */
    /* of [package.metadata.capi]: header's name, NULL when not given; char *, patterns of what
     * install.include.asset takes, from its folder on */
    char *capi_header;
    GPtrArray *capi_assets;
};

/* Fails with FH_ERROR_USAGE: no Cargo.toml, a workspace without a package of its own, no library in the
 * crate, unknown features; with FH_ERROR_ENVIRONMENT: no cargo, or its words. Nothing is built. Caller owns;
 * free with fh_crate_free(). */
struct fh_crate *fh_crate_read(const struct fh_library_config *config, const char *build_dir, GError **error);

/* Its Rust sources, in a fixed order; not those of what is built in its folder. Caller owns; free with
 * g_ptr_array_unref(). */
GPtrArray *fh_crate_sources(const struct fh_crate *crate);

void fh_crate_free(struct fh_crate *crate);
FH_DEFINE_AUTO(fh_crate, fh_crate_free)
