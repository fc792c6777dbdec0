/* SPDX-License-Identifier: MIT */
/*
 * The model of a result: what engines saw, ready to be judged and reported. report.json is this, written
 * down.
 *
 *   kinds.h        what can be wrong
 *   stack.h        where
 *   finding.h      one thing that an engine saw
 *   timeline.h     who held which block when
 *   result.h       one scenario on one engine, with its findings and its verdict
 *   report.h       all results, and what they were made with
 *   fingerprint.h  what a finding is known by from run to run
 *
 * In: engines build `struct fh_finding`s from logs and events. Out: verdict/ marks and judges them; report/
 * writes them. Plain data, no I/O. Strings are UTF-8 (made so by the parsers), owned by their struct.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "model/kinds.h"
#include "model/stack.h"

/* The block that a finding is about; is_known says whether the rest means anything. */
struct fh_block {
    gboolean is_known;
    guint64 address;
    guint64 size;
    gint64 offset; /* of the pointer in question, from the block's start; past the end when >= size */
};

/* What the user asked not to judge; all of it is counted and shown. */
enum fh_outside {
    FH_OUTSIDE_NOTHING, /* it counts */
    FH_OUTSIDE_FOCUS,   /* no object of --focus has to do with it */
    FH_OUTSIDE_KINDS,   /* it is of no kind of --kinds */
    FH_OUTSIDE_RUST,    /* growth that no Rust code has to do with */
    FH_OUTSIDE_HOST,    /* what this version of the host is known to do by itself */
    FH_OUTSIDE_COUNT,
};

/* "focus", "kinds", "rust", "host"; NULL: it counts */
const char *fh_outside_name(enum fh_outside outside);

struct fh_finding {
    enum fh_kind kind;
    char *file;              /* the scenario's; NULL when no scenario ran */
    guint line;              /* of the statement that did it; 0 when no stack and no notice names one */
    gboolean is_expected;    /* set by verdict/ */
    gboolean is_known;       /* in the baseline: it does not fail the gate; set by baseline/ */
    enum fh_outside outside; /* it does not fail the gate; set by program/ and verdict/scope.h */
    char *message;           /* one line, made for people */
    enum fh_domain allocated_by;
    enum fh_domain released_by;
    char *allocator; /* the function that allocated ("malloc", "__rust_alloc"); may be NULL */
    char *releaser;  /* the function that released ("free", "__rust_dealloc"); may be NULL */
    /* Whose code called that function: "CPython", "the JVM"; NULL: no host's that is known. */
    char *allocating_host, *releasing_host;
    struct fh_block block;
    enum fh_kind disputed; /* of a disagreement: what one saw and another did not */
    gboolean is_read;      /* out-of-bounds, use-after-free: known to be a read, not a write; not saved */
    guint closer_cwe;      /* one that says more than the kind's: a read out of bounds; 0: none */
    char *wrong_release;   /* layout-mismatch: what the contract says of that call; may be NULL; not saved */
    guint owners_line;     /* of a lent block's release: where its owner releases it again, or 0; not saved */
    guint n_astray;        /* use-after-free: releases by pointers out of that memory, folded in; not saved */
    guint64 bytes, blocks; /* leaks: lost with this cause, folded ones included */
    GPtrArray *stacks;     /* struct fh_stack *, the wrong action's first, then the allocation's */
    GPtrArray *folded;     /* char *: what the engine said in its wake, one line each */
    char *record;          /* the engine's own words, whole */
    char *fingerprint;     /* set by fh_finding_fingerprint(); stable against line shifts and rebuilds */
};

/* With empty lists. Caller owns; free with fh_finding_free(). */
struct fh_finding *fh_finding_new(enum fh_kind kind);

/* NULL is allowed. */
void fh_finding_free(struct fh_finding *finding);
FH_DEFINE_AUTO(fh_finding, fh_finding_free)

/* Neither the scenario nor the baseline expects it, and it is what the user asked for: it fails the gate. */
gboolean fh_finding_is_new(const struct fh_finding *finding);

/* Puts the most severe finding first; equals keep their order. Whatever lists the findings of a result lists
 * them so. */
void fh_findings_sort(GPtrArray *findings);

/* Its number in the Common Weakness Enumeration: the kind's, or a closer one (a read out of bounds, a release
 * of a block's inside). 0: none. */
guint fh_finding_cwe(const struct fh_finding *finding);

/* The user's own frame on the stack of the action: fh_stack_users_frame(). NULL when there is none. Borrowed.
 */
const struct fh_frame *fh_finding_users_frame(const struct fh_finding *finding);

/* The one of them whose source is known: fh_stack_users_place(). NULL when there is none. Borrowed. */
const struct fh_frame *fh_finding_users_place(const struct fh_finding *finding);
