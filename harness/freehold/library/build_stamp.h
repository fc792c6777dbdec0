/* SPDX-License-Identifier: MIT */
/*
 * What was made, of what: so that nothing is made twice, and two freeholds don't make it at once.
 *
 * A result FILE has a neighbour FILE.stamp that holds a digest of all that it was made from. Callers: header,
 * link, library.
 */
#pragma once

#include <glib.h>

struct fh_build_stamp {
    GChecksum *digest;
};

void fh_build_stamp_init(struct fh_build_stamp *stamp);
void fh_build_stamp_finish(struct fh_build_stamp *stamp);

/* Adds a text to the digest; NULL is told from "". */
void fh_build_stamp_add_text(struct fh_build_stamp *stamp, const char *text);
void fh_build_stamp_add_words(struct fh_build_stamp *stamp, const char *const *words);

/* Adds a file's name, size and time of change. One that is not there is told from one that is. */
void fh_build_stamp_add_file(struct fh_build_stamp *stamp, const char *path);

/* Adds the file that `program` is on PATH. */
void fh_build_stamp_add_program(struct fh_build_stamp *stamp, const char *program);

/* `result` is there and was made from just what `stamp` holds. */
gboolean fh_build_stamp_matches(struct fh_build_stamp *stamp, const char *result);

/* Puts `made` in the place of `result`, at once, and notes what it was made from. With `keep_same`, a result
 * of the same content stays as it is, its time of change too. Fails with FH_ERROR_ENVIRONMENT. */
gboolean fh_build_stamp_install(struct fh_build_stamp *stamp, const char *made, const char *result,
                                gboolean keep_same, GError **error);

/* Waits until no other process holds `path`, a file that is made when it is not there. Returns a descriptor
 * that close() frees, or -1. Fails with FH_ERROR_ENVIRONMENT. */
int fh_lock_take(const char *path, GError **error);
