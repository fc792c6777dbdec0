/* SPDX-License-Identifier: MIT */
/*
 * What an exploration has found, each cause once.
 *
 * In: findings, and the sequences that show them; shrunk ones, to keep. Out: finds. Caller: exploration.c.
 */
#pragma once

#include <glib.h>

#include "engine/engine.h"
#include "explore/sequence.h"
#include "explore/text.h"
#include "model/finding.h"

/* One cause. */
struct fh_find {
    enum fh_kind kind;
    GPtrArray *fingerprints; /* char *: of all that were taken for this one */
    char *origin;            /* the function of the library that allocated the block; NULL: not known */
    char *message;
    char *function;                 /* that the marked step calls, or FH_START_UP_NAME; NULL: neither */
    struct fh_sequence *sequence;   /* shrunk */
    GArray *marks;                  /* struct fh_mark: all that it shows, by the engine that found it */
    GPtrArray *functions;           /* const char *: that it calls */
    const struct fh_engine *engine; /* that found it */
    GPtrArray *seen_by; /* const char *: names of the engines that see it in a process of its own */
    guint64 count;      /* sequences that showed it */
    const char
        *undone_by; /* growth: the function that takes back what is kept; NULL: none is known. Borrowed */
};

/* Struct fh_find *, in the order in which they were found. Caller owns; g_ptr_array_unref(). */
GPtrArray *fh_finds_new(void);

/* What `engine` saw. Caller owns, and hands it to fh_finds_keep(). */
struct fh_find *fh_find_new(const struct fh_engine *engine, const struct fh_finding *finding,
                            struct fh_sequence *take_sequence);

/* In a process of its own. `engine`: its name, static. */
void fh_find_note_seen(struct fh_find *find, const char *engine);

/* The same finding, by a sequence with all the calls that it takes. NULL: it is a new one. Borrowed. */
struct fh_find *fh_finds_known(const GPtrArray *finds, const struct fh_finding *finding,
                               const struct fh_sequence *sequence);

/* Adds `take_find`, or takes it and one that is there for the same: the smaller one stays. */
void fh_finds_keep(GPtrArray *finds, struct fh_find *take_find);
