/* SPDX-License-Identifier: MIT */
/*
 * What a file of somebody else's holds, and which parser wants which part of it. Logs come out of terminals
 * and CI systems: with the program's own lines in between, several engines in one file, text and XML one
 * behind the other.
 *
 *   contents.c   bytes → documents of XML, and the rest as text, of which each line may be an engine's
 *   unread.c     what no parser of ours reads, by its name: nothing of it may be taken for clean
 *   marks.c      lines by which others tell of a fault, and what becomes of them beside a clean log
 *
 * Pure. Callers: results.
 */
#pragma once

#include <glib.h>

#include "base/bytes.h"
#include "base/cleanup.h"

/* Something that is in the file and that freehold does not read. */
struct fh_log_unread {
    char *what;             /* "a log of Helgrind, another tool of Valgrind's", and what to do about it */
    gboolean is_sanitizers; /* … or Valgrind's */
};

struct fh_log_contents {
    /* char *: XML of memcheck's, a root each; several where processes wrote into each other */
    GPtrArray *documents;
    /* All else, also lines that stand within a document and are no markup. Without a document it is what was
     * given. */
    struct fh_bytes text;
    struct fh_bytes said; /* of `text`, the lines that say something to memcheck.h, at least */
    char *own_said;
    char *own_text;         /* what `text` is of, when it is not what was given */
    gboolean has_memcheck;  /* in `text`: memcheck.h */
    gboolean has_sanitizer; /* in `text`: asan.h */
    GPtrArray *unread;      /* struct fh_log_unread *, each thing once */
};

/* `bytes` is borrowed; valid as long as the contents. Never NULL. Caller owns; free with
 * fh_log_contents_free(). */
struct fh_log_contents *fh_log_contents_new(const struct fh_bytes *bytes);
void fh_log_contents_free(struct fh_log_contents *contents);
FH_DEFINE_AUTO(fh_log_contents, fh_log_contents_free)
