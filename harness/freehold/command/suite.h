/* SPDX-License-Identifier: MIT */
/*
 * What a command works on: scenario files, sorted to the libraries that they audit, checked and planned.
 *
 * In: paths from the command line. Out: `struct fh_suite`, a part for each library. Callers: run and check.
 */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "base/diagnostics.h"
#include "check/check.h"
#include "library/allocator_symbols.h"
#include "library/config.h"
#include "library/library.h"

/* One library with all scripts that audit it. */
struct fh_suite_part {
    const struct fh_library_config *config; /* borrowed from the suite */
    char *build_dir;
    GPtrArray *scripts; /* struct fh_script * */
    struct fh_library *library;
    struct fh_api *api;
    struct fh_allocator_symbols *hooks;
    struct fh_plan *plan;
    GError *failure; /* FH_ERROR_ENVIRONMENT: it could not be built; then there is no plan */
    /* with AddressSanitizer, when that is asked for; NULL with `instrument_failure` set when it could not be
     */
    struct fh_library *instrumented;
    struct fh_allocator_symbols *instrumented_hooks;
    GError *instrument_failure;
};

struct fh_suite {
    GPtrArray *configs; /* struct fh_config * */
    GPtrArray *parts;   /* struct fh_suite_part * */
    struct fh_diagnostics *diagnostics;
};

struct fh_suite_options {
    char *config_path;        /* NULL: the nearest freehold.ini of each file */
    char *build_dir;          /* NULL: .freehold beside freehold.ini */
    char *profile;            /* NULL: freehold.ini's */
    gboolean is_instrumented; /* also build the libraries with AddressSanitizer */
};

/* Of the command line, a GOptionEntry each. */
#define FH_SUITE_ENTRIES(options)                                                                   \
    {"config",                                                                                      \
     0,                                                                                             \
     0,                                                                                             \
     G_OPTION_ARG_FILENAME,                                                                         \
     &(options).config_path,                                                                        \
     "Configuration that names the library (default: the nearest freehold.ini)",                    \
     "FILE"},                                                                                       \
        {"build-dir",                                                                               \
         0,                                                                                         \
         0,                                                                                         \
         G_OPTION_ARG_FILENAME,                                                                     \
         &(options).build_dir,                                                                      \
         "Folder for what Freehold builds (default: .freehold beside freehold.ini)",                \
         "DIR"},                                                                                    \
    {                                                                                               \
        "profile", 0, 0, G_OPTION_ARG_STRING, &(options).profile,                                   \
            "Cargo profile to build the crate with: debug, release, or another that it has", "NAME" \
    }

/* Frees the strings. */
void fh_suite_options_finish(struct fh_suite_options *options);

/* Finds and parses all scenario files of `paths` (files, or folders with *.scn at any depth), finds their
 * libraries. Syntax errors are in `diagnostics`. Fails with FH_ERROR_USAGE or FH_ERROR_SCRIPT on what can't
 * be read. Caller owns; free with fh_suite_free(). */
struct fh_suite *fh_suite_load(char **paths, const struct fh_suite_options *options, GError **error);

/* Builds every library, type-checks and plans its scripts. Script errors are added to `diagnostics`; a
 * library that can't be built has its `failure`. Fails with FH_ERROR_USAGE or FH_ERROR_SCRIPT (a header or
 * contract is wrong). */
gboolean fh_suite_check(struct fh_suite *suite, const struct fh_suite_options *options, GError **error);

/* Both, for a command that goes on only if all is right and every library was built. Prints what is not.
 * FALSE: `*status` is the command's exit status, and `*suite` is NULL. Caller owns; free with
 * fh_suite_free(). */
gboolean fh_suite_open(char **paths, const struct fh_suite_options *options, struct fh_suite **suite,
                       int *status);

/* One library of `config_path`, built, with all scripts below the configuration's folder that audit it,
 * unchecked; `library`: its name, NULL: the only one. What lies in the folder `but` is left out. Syntax
 * errors are in `diagnostics`. Fails as the functions above do, and with FH_ERROR_ENVIRONMENT when it can't
 * be built. Caller owns; free with fh_suite_free(). */
struct fh_suite *fh_suite_of_library(const char *config_path, const char *library, const char *but,
                                     const struct fh_suite_options *options, GError **error);

guint fh_suite_count_scenarios(const struct fh_suite *suite);

void fh_suite_free(struct fh_suite *suite);
FH_DEFINE_AUTO(fh_suite, fh_suite_free)
