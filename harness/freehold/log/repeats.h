/* SPDX-License-Identifier: MIT */
/*
 * What a log says again, word for word: the bytes of a record that were read once, and by which the same
 * record is known where it comes again. So a log of one error, a million times, is read as fast as its bytes
 * can be compared, and takes no more memory than the error.
 *
 * In: stretches of a log that were each read into one record and nothing else, and those that may be the
 * same. Out: the record, to be counted (struct fh_record, `repeats`). Bytes are copied. Callers: memcheck.c,
 * asan.c, xml_once.c, which know where a stretch begins and ends, and when the same bytes begin to mean
 * something else; contents.c, whose stretches are lines.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "log/record.h"

struct fh_log_repeats;

/* Caller owns; free with fh_log_repeats_free(). */
struct fh_log_repeats *fh_log_repeats_new(void);

/* NULL is allowed. */
void fh_log_repeats_free(struct fh_log_repeats *repeats);
FH_DEFINE_AUTO(fh_log_repeats, fh_log_repeats_free)

/* Of a record of this type the count says all: of others the moment, or what was said before, is a part. */
gboolean fh_log_repeats_may_count(const struct fh_record *record);

/* These bytes were read into `what`, a record or what else the caller knows them by; borrowed until
 * fh_log_repeats_forget(). Not NULL. */
void fh_log_repeats_remember(struct fh_log_repeats *repeats, const char *start, gsize size, gpointer what);

/* What the same bytes were read into; NULL: they were not. Borrowed. */
gpointer fh_log_repeats_find(struct fh_log_repeats *repeats, const char *start, gsize size);

/* The same, if what begins at `start` is the stretch that came next the last time: its bytes are compared,
 * and nobody need know before where it ends, nor reckon what it is looked up by. `*size`: its own. NULL: it
 * is another. Borrowed. */
gpointer fh_log_repeats_follow(struct fh_log_repeats *repeats, const char *start, const char *end,
                               gsize *size);

/* From here on nothing is what was read before: a notice, another process. */
void fh_log_repeats_forget(struct fh_log_repeats *repeats);
