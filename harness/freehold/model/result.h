/* SPDX-License-Identifier: MIT */
/*
 * One scenario on one engine: what was found, what was expected and not met, and the verdict.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "model/kinds.h"
#include "model/timeline.h"

/* HEAP SUMMARY of one scenario; the harness's own blocks (threads) are taken out. */
struct fh_heap {
    gboolean is_known;
    guint64 allocs, frees, bytes, in_use_bytes, in_use_blocks;
};

enum fh_verdict { FH_VERDICT_PASS, FH_VERDICT_FAIL, FH_VERDICT_INCONCLUSIVE };

/* "pass", "fail", "inconclusive" */
const char *fh_verdict_name(enum fh_verdict verdict);

/* An `expect` that did not hold, or an expectation that was not met. */
struct fh_unmet {
    guint line;
    char *
        message; /* "expect output == \"hi\": it is \"ho\"", "expected cross-allocator-free, found nothing" */
};

/* What one engine can see. */
struct fh_visibility {
    guint visible_kinds; /* 1 << enum fh_kind */
    /* of these, those that it sees only in some code: that it did not see one proves nothing */
    guint partial_kinds;
    const char *partial_reason; /* "in code that was not compiled with -fsanitize=address" */
};

/* An expectation of a kind that this engine can't see, or could not see where it is. */
struct fh_not_applicable {
    guint line;
    enum fh_kind kind;
    char *reason;  /* "ledger sees no memory accesses" */
    char *seen_by; /* names of the engines that saw it, "valgrind, asan"; NULL when none did */
};

/* How a note begins that says what nobody looked for, though it may be wrong: "not looked for: WHAT (why)".
 */
#define FH_NOT_LOOKED_FOR "not looked for: "

/* How often each side asked for memory, in a scenario that counts it (freehold run --fail-each). */
struct fh_requests {
    gboolean is_known;   /* its end was seen */
    gboolean has_failed; /* one of them was refused on purpose */
    guint64 rust, c;
};

/* One scenario on one engine. */
struct fh_result {
    char *scenario;
    char *file;
    guint line;
    char *library; /* name of the [library] */
    char *engine;  /* "valgrind" */
    enum fh_verdict verdict;
    char *reason; /* inconclusive: why, and what to do. NULL otherwise */
    struct fh_heap heap;
    GPtrArray *findings;          /* struct fh_finding * */
    guint n_left_out;             /* findings beside these that count, and have no room (--max-findings) */
    GPtrArray *unmet;             /* struct fh_unmet * */
    GPtrArray *not_applicable;    /* struct fh_not_applicable * */
    struct fh_timeline *timeline; /* NULL when none was recorded */
    /* char *: what does not judge, but should be known ("1,024 bytes kept by Rust's std …") */
    GPtrArray *notes;
    GPtrArray *logs;    /* char *: paths of the raw logs, relative to the output directory */
    gboolean ran_alone; /* in a process of its own, or as one of a batch */
    /* An abort that what is expected explains; NULL: there is none. `is_excuse_seen`: the engine itself saw
     * what explains it; else another has to (fh_find_agreement()). Not saved. */
    struct fh_finding *excused;
    gboolean is_excuse_seen;
    gboolean has_threads; /* the library's own still ran at its end: counts depend on when; not saved */
    struct fh_requests requests; /* not saved */
    gboolean is_out_of_memory;   /* Rust's std ended the process, since it got no memory; not saved */
    guint64 duration_us;
};

/* Inconclusive until somebody judges it, with empty lists. Strings are copied. Caller owns; free with
 * fh_result_free(). */
struct fh_result *fh_result_new(const char *scenario, const char *file, guint line, const char *engine);

/* NULL is allowed. */
void fh_result_free(struct fh_result *result);

/* By file and line. */
int fh_result_compare_places(const struct fh_result *a, const struct fh_result *b);

FH_DEFINE_AUTO(fh_result, fh_result_free)

/* Adds it to `notes` (char *) if it is not there yet. Consumes `take_note`. */
void fh_note_once(GPtrArray *notes, char *take_note);

/* Caller owns; free with fh_unmet_free(). */
struct fh_unmet *fh_unmet_new(guint line, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* NULL is allowed. */
void fh_unmet_free(struct fh_unmet *unmet);
