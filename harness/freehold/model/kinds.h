/* SPDX-License-Identifier: MIT */
/*
 * The kinds of finding, and the names of allocation domains.
 */
#pragma once

#include <glib.h>

#include "wire/domain.h"

/* Stable codes: never renumbered, never reused. Texts in fh_kind_info(). */
enum fh_kind {
    FH_KIND_LEAK = 1,
    FH_KIND_CROSS_ALLOCATOR_FREE = 2,
    FH_KIND_DOUBLE_FREE = 3,
    FH_KIND_INVALID_FREE = 4,
    FH_KIND_LAYOUT_MISMATCH = 5,
    FH_KIND_WRONG_RELEASE = 6,
    FH_KIND_USE_AFTER_FREE = 7,
    FH_KIND_OUT_OF_BOUNDS = 8,
    FH_KIND_UNINITIALISED_USE = 9,
    FH_KIND_ABORT = 10,
    FH_KIND_UNKNOWN = 11,             /* a record that no parser knows: shown whole, fails the gate */
    FH_KIND_DISAGREEMENT = 12,        /* an engine did not see what another saw, though it could have */
    FH_KIND_UNDEFINED_BEHAVIOUR = 13, /* of UBSan, in logs made elsewhere */
    FH_KIND_WRONG_ARGUMENT = 14,      /* of a function of the C library's, or of C++'s operators */
    FH_KIND_DESCRIPTOR_LEAK = 15,     /* valgrind --track-fds */
    FH_KIND_DESCRIPTOR_MISUSE = 16,   /* … of one that is closed, or never was open */
    FH_KIND_EXPIRED_USE = 17,         /* of what the contract says is no longer valid */
    FH_KIND_GROWTH = 18,              /* of what is allocated, from mark to mark (exec --growth) */
    FH_KIND_COUNT,
};

/* 1 << kind of all that `!kind` may say. */
#define FH_KINDS_EXPECTABLE (((1u << FH_KIND_UNKNOWN) - 2) | 1u << FH_KIND_EXPIRED_USE)

struct fh_kind_info {
    enum fh_kind kind;
    const char *name;        /* "cross-allocator-free" */
    guint cwe;               /* 0: none */
    guint severity;          /* where two kinds fit one call, the higher names it */
    const char *description; /* one line */
    const char *explanation; /* why that is a defect: a sentence or two */
    const char *remedy;      /* how to mend it: a sentence or two */
};

/* For every kind but 0 and COUNT. */
const struct fh_kind_info *fh_kind_info(enum fh_kind kind);

/* 0 when there is no kind of that name. */
enum fh_kind fh_kind_from_name(const char *name);

/* NULL-terminated, in code order: what `!kind` may say. */
const char *const *fh_kind_names(void);

/* The numbers in the Common Weakness Enumeration that say more than a kind's, and that findings of it may
 * have instead. */
enum fh_closer_cwe {
    FH_CWE_READ_OUT_OF_BOUNDS = 125,
    FH_CWE_OVERLAP = 475,        /* undefined behaviour for input to an API */
    FH_CWE_RETURNED_STACK = 562, /* the address of a variable of a function that has returned */
    FH_CWE_EXPIRED = 825,        /* … of a scope that has ended */
    FH_CWE_CLOSED_TWICE = 1341,
};

/* May a finding of that kind have that number? */
gboolean fh_kind_has_cwe(enum fh_kind kind, guint cwe);

const char *fh_domain_name(enum fh_domain domain);     /* "rust", "c", "c++", "none", "unknown" */
const char *fh_domain_language(enum fh_domain domain); /* "Rust", "C", "C++"; NULL for the others */
enum fh_domain fh_domain_from_name(const char *name);  /* FH_DOMAIN_UNKNOWN when there is none */
