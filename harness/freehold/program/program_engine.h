/* SPDX-License-Identifier: MIT */
/*
 * What engines a program as it is: one file with one `const struct fh_program_engine` each; exec.c chooses by
 * the program. In: a command line. Out: the files of each process in the log folder, and results of them.
 */
#pragma once

#include "model/report.h"
#include "program/exec.h"

struct fh_program_engine {
    const char *engine;  /* its name in results */
    const char *stem;    /* of all files of a run */
    const char *preload; /* the object that is loaded into every process */
    /* Is it there, and how is it run? What of `exec` is not for it. Fails with FH_ERROR_ENVIRONMENT,
     * FH_ERROR_USAGE. Caller owns
     * `*out`. */
    gboolean (*probe)(const struct fh_exec *exec, struct fh_engine_info **out, GError **error);
    /* NULL-terminated. Caller owns the array and its words. */
    GPtrArray *(*command_line)(const struct fh_exec *exec);
    /* "NAME=value", beside what is the same for all; NULL: none. Caller owns; g_strfreev(). */
    char **(*environment)(const struct fh_exec *exec);
    /* Appends to `results`. */
    gboolean (*judge)(const struct fh_exec *exec, GPtrArray *results, GError **error);
};

extern const struct fh_program_engine fh_program_engine_valgrind;
extern const struct fh_program_engine fh_program_engine_asan;

/* The note of a result in which a library was watched so (FH_OBJECT_REWRITTEN). */
#define FH_PROGRAM_IMPORTS_SINCE(REASON)                                                              \
    FH_NOT_LOOKED_FOR                                                                                 \
    "all wrong layouts (a Rust library was watched through its imports, since " REASON "; Rust code " \
    "that calls malloc() or free() itself counts as Rust's allocator)"
#define FH_PROGRAM_IMPORTS FH_PROGRAM_IMPORTS_SINCE("its allocator has no symbols, or may be inlined")
#define FH_PROGRAM_IMPORTS_ASAN \
    FH_PROGRAM_IMPORTS_SINCE("AddressSanitizer, unlike Valgrind, leads its calls nowhere else")

/* The note of a result of AddressSanitizer's, where the program was linked so that its own allocator does not
 * run. */
#define FH_PROGRAM_REPLACED                                                                          \
    FH_NOT_LOOKED_FOR                                                                                \
    "what a #[global_allocator] does itself (it did not run, the rust heap stood in its place: its " \
    "statistics, "                                                                                   \
    "limits and blocks that it keeps)"

/* The note of a result of AddressSanitizer's in which Rust code is not compiled with it. */
#define FH_PROGRAM_PLAIN_RUST                                                                 \
    FH_NOT_LOOKED_FOR                                                                         \
    "wrong accesses in Rust code (it is not compiled with AddressSanitizer; rustc does that " \
    "with -Zsanitizer=address)"
