/* SPDX-License-Identifier: MIT */
/*
 * The runner of a library: linked with it, once for each thing that watches, and found where Freehold is
 * installed.
 *
 * In: a library, its header, its allocator symbols. Out: a program. Callers: command; engine, for what it
 * needs linked.
 */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "library/allocator_symbols.h"
#include "library/library.h"

/* A runner is linked for what watches it. */
struct fh_runner_kind {
    const char *name;            /* file name of the program: "runner" */
    const char *const *archives; /* of the runner's folder, in link order, NULL-terminated */
    const char *const *flags;    /* further flags of the compiler, NULL-terminated; NULL: none */
    gboolean is_asan;            /* with AddressSanitizer's runtime */
    /* what it takes if the library brings a malloc() of its own; NULL: then it can't be linked, for it brings
     * one itself */
    const char *const *beside_malloc;
};

/* libfreehold-runner.a alone: for Valgrind. */
extern const char *const fh_runner_archives[];

/* Whose stand-ins for strdup() and its kin are linked, which only Valgrind calls. */
extern const char *const fh_runner_beside_malloc[];

/* Flags for the system's libraries that Rust's std asks for, NULL-terminated. */
extern const char *const fh_runner_std_link[];

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

/* Another program of Freehold's: beside this one, or where it is installed. Fails with FH_ERROR_ENVIRONMENT
 * when it is not there. Caller owns; free with g_free(). */
char *fh_runner_program(const char *name, GError **error);

/* Another file that is installed beside it; in a build tree, in the folder `preload` beside that. Fails with
 * FH_ERROR_ENVIRONMENT when it is not there. Caller owns; free with g_free(). */
char *fh_runner_file(const char *name, GError **error);
