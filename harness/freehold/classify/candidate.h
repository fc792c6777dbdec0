/* SPDX-License-Identifier: MIT */
/*
 * A finding while it is being made: with what folding needs to know about it. records → candidates
 * (release.c, access.c, fatal_signal.c, leak.c, event.c) → folded candidates (fold.c) → findings
 * (classify.c).
 */
#pragma once

#include "classify/classify.h"
#include "log/record.h"
#include "model/finding.h"
#include "model/stack.h"

struct fh_candidate {
    struct fh_finding *finding;     /* owned; NULL once it is folded away */
    const struct fh_record *record; /* borrowed; NULL when only an event tells of it */
    guint position;                 /* of the record in the trace, in whose order findings come */
    guint order;                    /* of discovery, between those of one position */
    guint pid;
    guint released_line; /* of a block that was released before: the statement that did; 0 otherwise */
    gboolean is_on_freed_block;
    gboolean is_lent;  /* wrong-release: of what its owner had lent, and will release */
    gboolean is_limit; /* no finding, but why the engine saw no more: what comes after it is folded in, and
                          goes with it */
};

/* What classification works on. */
struct fh_classification {
    const struct fh_trace *trace;
    GPtrArray *candidates; /* struct fh_candidate *, owned */
    struct fh_classified *out;
};

/* A candidate for `record` (may be NULL), with a new finding that has record text, block and line: that of
 * the record's stack, else `line`. Added to the classification, which owns it. */
struct fh_candidate *fh_candidate_add(struct fh_classification *classification, enum fh_kind kind,
                                      const struct fh_record *record, guint position, guint line);

void fh_candidate_free(struct fh_candidate *candidate);

/* Adds a copy of `stack`, its harness frames marked; NULL is ignored. */
void fh_candidate_add_stack(struct fh_candidate *candidate, const struct fh_stack *stack, const char *role);

/* Adds a line to what is folded in, or counts it when it is there; no more than fit a page, then a count.
 * Consumes `line`. */
void fh_candidate_take_line(struct fh_candidate *candidate, char *line);

/* Folds `other` into `candidate`: a line, its stacks when it is of another kind. */
void fh_candidate_fold(struct fh_candidate *candidate, struct fh_candidate *other);

/* "#%u %s" → the event's id; 0 when the record is no such notice. */
guint fh_notice_event(const struct fh_record *record);

/* Does the record hold this notice of the runner's, of the form "word N"? */
gboolean fh_notice_number(const struct fh_record *record, const char *word, guint *number);
