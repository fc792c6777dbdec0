/* SPDX-License-Identifier: MIT */
/*
 * The ownership timeline of a scenario: the lives of its blocks, step by step. timeline/ builds it.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "wire/domain.h"

/* What happened to a block. */
enum fh_block_action {
    FH_BLOCK_ALLOCATED,
    FH_BLOCK_HANDED_OVER, /* between library and caller, by the contract */
    FH_BLOCK_RELEASED,
    FH_BLOCK_RELEASED_WRONGLY, /* a finding is about it; or tried: the holder stays */
    FH_BLOCK_LOST,             /* leaked */
    FH_BLOCK_ACTION_COUNT,
};

struct fh_block_step {
    guint line; /* of the scenario; 0: in none of its steps, or after the last */
    enum fh_block_action action;
    enum fh_holder holder; /* after it */
    enum fh_domain domain; /* who allocated or released; UNKNOWN for the other actions */
    char *function;        /* the API's function that was called, or the allocator's; may be NULL */
};

/* One block, from its allocation on. */
struct fh_block_life {
    guint number; /* by order of allocation, from 1; 0: its place in the timeline */
    guint64 address;
    guint64 size;      /* bytes */
    guint64 alignment; /* 0: not known */
    enum fh_domain allocated_by;
    GPtrArray *steps; /* struct fh_block_step *, in order; at least one, the allocation */
};

/* The ownership timeline of a scenario; bounded (wire/events.h). */
struct fh_timeline {
    GPtrArray *lives;   /* struct fh_block_life *, in order of allocation */
    guint64 n_left_out; /* steps that had no room; more than 0: it is cut */
};

/* Without lives. Caller owns; free with fh_timeline_free(). */
struct fh_timeline *fh_timeline_new(void);

/* NULL is allowed. */
void fh_timeline_free(struct fh_timeline *timeline);

/* Without steps. Caller owns; free with fh_block_life_free(). */
struct fh_block_life *fh_block_life_new(void);

/* NULL is allowed. */
void fh_block_life_free(struct fh_block_life *life);

const char *fh_holder_name(enum fh_holder holder);             /* "library", "caller", "nobody", "unknown" */
const char *fh_block_action_name(enum fh_block_action action); /* "allocated", "handed over", "released", … */
