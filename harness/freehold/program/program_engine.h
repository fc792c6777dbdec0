/* SPDX-License-Identifier: MIT */
/*
 * What engines a program as it is: one file with one `const struct fh_program_engine` each; exec.c chooses by the program. In: a command line.
 * Out: the files of each process in the log folder, and results of them.
 */
#pragma once

#include "model/report.h"
#include "model/result.h"
#include "program/exec.h"
#include "program/program.h"

struct fh_program_engine {
    const char *engine;  /* its name in results */
    const char *stem;    /* of all files of a run */
    const char *preload; /* the object that is loaded into every process */
    /* Is it there, and how is it run? What of `exec` is not for it. Fails with FH_ERROR_ENVIRONMENT, FH_ERROR_USAGE. Caller owns
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

/* For a result: the command line, and the test that alone ran in the process, as its events (NULL: none are known) have it; where there
 * are several processes, with its number, since a fork has the command line of its parent. Caller owns. */
char *fh_program_result_name(const char *command, const GPtrArray *events, guint index, guint n);

/* Why process `pid` was not seen whole, if the program was stopped at its time out; a process that has ended by itself before was. NULL: it
 * was not stopped. Caller owns. */
char *fh_program_why_stopped(const struct fh_exec *exec, guint pid, gboolean has_ended);

/* Names a log in a result. */
void fh_program_result_name_log(const struct fh_exec *exec, const char *path, struct fh_result *result);

/* The note of a result in which a library was watched so (FH_OBJECT_REWRITTEN). */
#define FH_PROGRAM_IMPORTS                                                                        \
    "a Rust library was watched through its imports, since its allocator has no symbols, or may " \
    "be inlined: layouts were not checked, and Rust code that calls malloc() or free() itself "   \
    "counts as Rust's allocator"
