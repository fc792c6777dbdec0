/* SPDX-License-Identifier: MIT */
/*
 * New sequences, from a seed.
 *
 * In: what may be called, and what the sequences before have shown. Out: sequences, settled. The same seed
 * and the same answers give the same sequences. Caller: command/exploration.c.
 */
#pragma once

#include <glib.h>

#include "explore/outcomes.h"
#include "explore/reached.h"
#include "explore/sequence.h"

struct fh_generator {
    const struct fh_callables *callables;
    GRand *random;
    struct fh_outcomes *outcomes;
    struct fh_reached *reached;
    GPtrArray *known;      /* struct known *: sequences that show what is known already */
    gboolean *is_in_focus; /* by a callable's index: the next sequence may call it for its own sake */
    guint *n_calls;        /* likewise: so often a sequence has called it */
    GPtrArray *corpus;     /* struct fh_sequence *: each reached something first */
};

/* Caller owns; free with fh_generator_free(). `callables` must outlive it. */
struct fh_generator *fh_generator_new(const struct fh_callables *callables, guint32 seed);
void fh_generator_free(struct fh_generator *generator);
FH_DEFINE_AUTO(fh_generator, fh_generator_free)

/* Caller owns; free with fh_sequence_free(). It may be empty. */
struct fh_sequence *fh_generator_next(struct fh_generator *generator);

/* All that the sequence says of outcomes was seen to be so. TRUE: it reached something first, and, if it
 * `is_clean`, is now in the corpus. */
gboolean fh_generator_learn(struct fh_generator *generator, const struct fh_sequence *sequence,
                            gboolean is_clean);

/* Sequences with the same calls are made less often from now on, and hardly any more if that `ends` the
 * process. `sequence` is shrunk. */
void fh_generator_avoid(struct fh_generator *generator, const struct fh_sequence *sequence, gboolean ends);

/* The outcomes of the first `seen` steps were seen to be so, though the last of them was not foretold; what
 * comes after them is foretold anew. The sequence is settled and renumbered. */
void fh_generator_correct(struct fh_generator *generator, struct fh_sequence *sequence, guint seen);
