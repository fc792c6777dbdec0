/* SPDX-License-Identifier: MIT */
/*
 * What is linked beside the static library: the files that `link` names, and the functions that they bring.
 *
 * In: a library. Out: paths, names. Callers: extra_rust, runner; command/suite.c.
 */
#pragma once

#include "library/library.h"

/* Those that are there, also behind `-lNAME` in the folder of a `-L`: char *. Caller owns; free with
 * g_ptr_array_unref(). */
GPtrArray *fh_linked_files(const struct fh_library *library);

/* The symbols that the static library and those files define, as a set of names: a shim in C may have
 * functions of its own. Fails as fh_archive_defined_symbols() does. Caller owns; g_hash_table_unref(). */
GHashTable *fh_linked_symbols(const struct fh_library *library, GError **error);
