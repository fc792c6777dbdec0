/* SPDX-License-Identifier: MIT */
/*
 * Reads what a host is known to do: a file in Valgrind's format for suppressions, whose first comments say of
 * which host it is. share/suppressions/ holds them, and says more.
 *
 *     # host: CPython 3.11                      for people
 *     # program: python3.11 libpython3.11.so*   names of the loaded object that the host is
 *     # holds: v20.                             what this object has in it; if its name tells no version
 *     # objects: PATTERN …                      paths of all objects that are the host's own, or "crate"
 *     # seen: 2026-12-01 …                      when, and with what
 *
 * "crate": no host, but a Rust crate that is part of the library under audit, and whose functions
 * suppressions name.
 *
 * In: the file's text. Out: rules. Pure. Caller: host_rules.c.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "model/kinds.h"

/* A frame that must be there, or FH_FRAME_ANY: any number of them. */
enum fh_frame_rule { FH_FRAME_FUNCTION, FH_FRAME_OBJECT, FH_FRAME_ANY };

struct fh_rule_frame {
    enum fh_frame_rule rule;
    char *text; /* a pattern with * and ?; NULL for FH_FRAME_ANY */
};

/* One suppression. */
struct fh_host_rule {
    char *name;
    guint line; /* of its name in the file */
    enum fh_kind kind;
    GArray *frames; /* struct fh_rule_frame, from the innermost */
    gboolean is_used;
};

struct fh_host_rules_file {
    char *host;
    char **programs, **objects;
    char **holds; /* one of these; NULL: no matter what */
    gboolean is_crate;
    GPtrArray *rules; /* struct fh_host_rule * */
};

/* Fails with FH_ERROR_USAGE, and names the line: a suppression that is not read whole may fit anything.
 * Caller owns; free with fh_host_rules_file_free(). */
struct fh_host_rules_file *fh_host_rules_file_read(const char *name, const char *text, GError **error);

/* NULL is allowed. */
void fh_host_rules_file_free(struct fh_host_rules_file *file);
FH_DEFINE_AUTO(fh_host_rules_file, fh_host_rules_file_free)
