/* SPDX-License-Identifier: MIT */
/*
 * The tools that make things of the library under audit: cargo, cbindgen, the C compiler.
 *
 * In: a command line. Out: its standard output, or an error that holds what it wrote to stderr. Callers:
 * cargo, header, link.
 */
#pragma once

#include <glib.h>

struct fh_tool {
    const char *const *argv; /* NULL-terminated; the first word is looked up on PATH */
    const char *const *
        environment; /* NULL-terminated pairs NAME, VALUE, set where the user has not set NAME; may be NULL */
    const char *directory; /* to run in; NULL for the current one */
    const char *failure;   /* "cargo could not build …": begins the message when it fails */
    const char *install;   /* what to do when there is no such program */
    const char *forced_name, *forced_value; /* set whatever the user has set; may be NULL */
};

/* Runs it and waits. `*output` receives its standard output as a NUL-terminated string, caller owns. Fails
 * with FH_ERROR_ENVIRONMENT. */
gboolean fh_tool_run(const struct fh_tool *tool, char **output, GError **error);

/* $VARIABLE in its words, as a shell splits them, or `fallback`. Fails with FH_ERROR_ENVIRONMENT on
 * unbalanced quotes. Caller owns; g_strfreev(). */
char **fh_tool_words(const char *variable, const char *fallback, GError **error);

/* The first line of what `words --version` prints, NULL when that does not work. Caller owns; g_free(). */
char *fh_tool_version(char **words);
