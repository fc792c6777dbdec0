/* SPDX-License-Identifier: MIT */
/*
 * The library under audit: from freehold.ini to a runner that is linked with it.
 *
 * In: freehold.ini's [library] sections. Steps: cargo builds the static library, cbindgen writes the header
 * (unless both are given), libelf finds Rust's allocator symbols, the C compiler links the runner with the
 * library and `--wrap`s those. Out: `struct fh_library` with header, static library and runner. Everything
 * that is made goes to the build directory. Callers: command.
 *
 *   [library]                      or [library NAME], several
 *   crate = ../rust-lib/strtest    built with cargo and cbindgen; or
 *   staticlib = libfoo.a           with a header
 *   header = foo.h                 with `crate`: instead of cbindgen's
 *   profile = debug                or release; for `crate`
 *   features = a b                 for `crate`, cargo's
 *   include = dir dir              for the header
 *   link = -lm -lfoo               further flags for the link
 *
 * Paths are relative to freehold.ini; lists are split as a shell does; " #" begins a comment. A release build
 * gets line numbers, and no LTO (env CARGO_PROFILE_RELEASE_LTO overrides that), as Rust's allocator must be
 * there to be seen. The crate's own folder stays as it is: no target directory, no new Cargo.lock.
 */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "base/cleanup.h"

struct fh_library_config {
    char *name;                       /* "" for plain [library] */
    char *crate, *staticlib, *header; /* absolute paths; NULL when not given */
    char *profile;                    /* "debug" or "release" */
    char **features, **include, **link;
};

struct fh_config {
    char *path;
    GPtrArray *libraries; /* struct fh_library_config * */
};

/* Fails with FH_ERROR_USAGE: no such file, unknown sections or keys (with "did you mean"), neither crate nor
 * staticlib + header, both, an unknown profile. Caller owns; free with fh_config_free(). */
struct fh_config *fh_config_load(const char *path, GError **error);

/* The nearest freehold.ini in `directory` or above it. Caller owns; NULL when there is none. */
char *fh_config_find(const char *directory);

void fh_config_free(struct fh_config *config);
FH_DEFINE_AUTO(fh_config, fh_config_free)

/* The one named `name`; with name NULL the only one. Fails with FH_ERROR_USAGE, naming those that there are.
 * Borrowed. */
const struct fh_library_config *fh_config_library(const struct fh_config *config, const char *name,
                                                  GError **error);

struct fh_library {
    char *name, *staticlib, *header, *profile, *crate;
    char **include, **link;
    char *rustc_version; /* from .comment of the archive; NULL when it can't be told */
    char *directory;     /* in the build directory: what is made for this library and profile */
    gboolean is_instrumented;
};

/* Builds (crate) or finds (staticlib) it. `profile` overrides the config's when not NULL. cargo's and
 * cbindgen's own messages go to stderr when they fail. Fails with FH_ERROR_ENVIRONMENT (cargo missing, build
 * failed: what to do) or FH_ERROR_USAGE (a file is not there). Caller owns; free with fh_library_free(). */
struct fh_library *fh_library_build(const struct fh_library_config *config, const char *build_dir,
                                    const char *profile, GError **error);

/* The same, compiled with AddressSanitizer, in a folder of its own. Fails with FH_ERROR_ENVIRONMENT also where there is
 * no crate, or rustc can't. */
struct fh_library *fh_library_build_instrumented(const struct fh_library_config *config,
                                                 const char *build_dir, const char *profile, GError **error);

void fh_library_free(struct fh_library *library);
FH_DEFINE_AUTO(fh_library, fh_library_free)

/* Rust's allocator in an archive. */
struct fh_allocator_symbols {
    GPtrArray *symbols; /* char *: the mangled names to --wrap; paired with `entries` */
    GPtrArray *entries; /* const char *: "alloc", "alloc_zeroed", "realloc", "dealloc" */
    gboolean has_rust;  /* the archive holds Rust code */
    /* why the hook would not be whole (fat LTO, an allocator that is compiled into the same object as its
     * callers); NULL when it is whole */
    char *problem;
};

/* Reads the symbol tables of all members with libelf. Fails with FH_ERROR_USAGE when it is no ar archive of
 * ELF objects of this machine. Caller owns; free with fh_allocator_symbols_free(). */
struct fh_allocator_symbols *fh_allocator_symbols_find(const char *archive, GError **error);

/* None of its symbols is to be wrapped: where the hook would not be whole, one half of the calls would hand the other half's
 * blocks to the wrong allocator. */
void fh_allocator_symbols_leave_alone(struct fh_allocator_symbols *hooks);
void fh_allocator_symbols_free(struct fh_allocator_symbols *hooks);
FH_DEFINE_AUTO(fh_allocator_symbols, fh_allocator_symbols_free)

/* The symbols that an archive defines, as a set of names. Caller owns; g_hash_table_unref(). */
GHashTable *fh_archive_defined_symbols(const char *archive, GError **error);

/* A runner is linked for what watches it. */
struct fh_runner_kind {
    const char *name;            /* file name of the program: "runner" */
    const char *const *archives; /* of the runner's folder, in link order, NULL-terminated */
    const char *const *flags;    /* further flags of the compiler, NULL-terminated; NULL: none */
    gboolean is_asan;            /* with AddressSanitizer's runtime */
};

/* libfreehold-runner.a alone: for Valgrind. */
extern const char *const fh_runner_archives[];

/* Links the runner: the kind's archives, the library's, a table of the header's functions that the archive
 * defines, and the wraps. Nothing is done when the result is there already and nothing it depends on changed;
 * safe against other freeholds that do the same at the same time. Fails with FH_ERROR_ENVIRONMENT with the
 * compiler's words. `*runner` receives the path, caller owns. */
gboolean fh_runner_link(const struct fh_library *library, const struct fh_api *api,
                        const struct fh_allocator_symbols *hooks, const struct fh_runner_kind *kind,
                        char **runner, GError **error);

/* The folder of the runner's archive: $FREEHOLD_RUNNER_DIR; or the build tree that this program lies in; or
 * where it is installed. Fails with FH_ERROR_ENVIRONMENT. Caller owns; free with g_free(). */
char *fh_runner_directory(GError **error);

/* Another file that is installed beside it; in a build tree, in the folder `preload` beside that. Fails with
 * FH_ERROR_ENVIRONMENT when it is not there. Caller owns; free with g_free(). */
char *fh_runner_file(const char *name, GError **error);

/* Rust code that the library's `link` flags bring in beside its static library: the hook does not see it.
 * What is wrong, for fh_allocator_symbols.problem; NULL when there is none. Caller owns; free with g_free(). */
char *fh_extra_rust(const struct fh_library *library);
