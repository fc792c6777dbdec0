/* SPDX-License-Identifier: MIT */
/*
 * New sequences, from a seed.
 *
 * In: what may be called, and what the sequences before have shown. Out: sequences, settled. The same seed
 * and the same answers give the same sequences. Caller: command/exploration.c.
 */
#pragma once

#include <glib.h>

#include "explore/sequence.h"

struct fh_generator {
    const struct fh_callables *callables;
    GRand *random;
    GHashTable *outcomes; /* char * shape → struct outcome *, as it was seen last */
    GHashTable *reached;  /* char *: "function 0 1": which outcomes there were */
    GHashTable *pairs;    /* char *: "function function", one after the other */
    GHashTable *faulty;   /* names of functions with a finding: they are called less */
    GPtrArray *corpus;    /* struct fh_sequence *: each reached something first */
};

/* Caller owns; free with fh_generator_free(). `callables` must outlive it. */
struct fh_generator *fh_generator_new(const struct fh_callables *callables, guint32 seed);
void fh_generator_free(struct fh_generator *generator);
FH_DEFINE_AUTO(fh_generator, fh_generator_free)

/* Caller owns; free with fh_sequence_free(). It may be empty. */
struct fh_sequence *fh_generator_next(struct fh_generator *generator);

/* All that the sequence says of outcomes was seen to be so. TRUE: it reached something first, and is now in
 * the corpus. */
gboolean fh_generator_learn(struct fh_generator *generator, const struct fh_sequence *sequence);

/* What a call of this shape gave last is what it is taken to give now. */
void fh_generator_note_outcome(struct fh_generator *generator, const struct fh_sequence *sequence,
                               const struct fh_step *step);
