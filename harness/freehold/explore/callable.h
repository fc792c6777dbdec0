/* SPDX-License-Identifier: MIT */
/*
 * Sequences of calls that keep a library's contract by construction.
 *
 *   callable.c   the header and its contract → what each parameter wants, and what each call gives
 *   roles.c      … of one parameter; gives.c: … of one result
 *   examples.c   arguments that the project's own scenarios show
 *   values.c     numbers, texts and bytes that a parameter may be given; record.c: structs of numbers
 *   sequence.c   calls in order; text.c: as a scenario; program.c: as a C program
 *   state.c      what is alive after each call, and whether a call is allowed there
 *   generator.c  new sequences, from a seed, weighted to what was not reached: reached.c; less often such as
 *                show what is known: known.c
 *   reduce.c     a sequence without some of its calls, and with smaller values; search.c: the smallest that
 *                still shows something
 *
 * In: the API, and scenarios as examples. Out: `struct fh_sequence`, texts. Nothing is run here: command/
 * runs them, and says what each call returned. Caller: command/exploration.c.
 *
 * A call is only made if all that it is given is known to be allowed. A function for which that can't be is
 * left out, with the reason.
 */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "base/cleanup.h"
#include "explore/examples.h"

/* What a parameter is given. */
enum fh_use {
    FH_USE_NUMBER,   /* any */
    FH_USE_CHOICE,   /* one of an enum's */
    FH_USE_TEXT,     /* NUL-terminated UTF-8 */
    FH_USE_ARRAY,    /* of numbers, bytes or texts that the library reads */
    FH_USE_BUFFER,   /* of numbers or bytes that the library writes */
    FH_USE_RECORD,   /* a struct of numbers, which no function makes */
    FH_USE_LENGTH,   /* of what `other` is given */
    FH_USE_BORROW,   /* a block, for the call */
    FH_USE_CONSUME,  /* a block, for good */
    FH_USE_OUT,      /* a place that receives something */
    FH_USE_CALLBACK, /* a function of the scenario's */
    FH_USE_DATA,     /* what a callback is called with */
    FH_USE_DESTROY,  /* a function that releases that */
    FH_USE_EXAMPLE,  /* what a scenario shows: the contract does not say what it may be */
};

/* Something that a call gives out. */
struct fh_gives {
    const struct fh_type *block; /* what it points to, unqualified; or the struct; NULL: nothing that lives */
    gboolean is_record;          /* it is the struct itself */
    gboolean is_owned;           /* else a view */
    gboolean is_readable;        /* a text, or a number: its first byte can be read */
    const struct fh_function *release;
    const struct fh_ownership *ownership;
    int parent;              /* of a view: the parameter that it lasts as long as; -1: none */
    int length;              /* the parameter that receives how many elements it has; -1: none */
    gboolean is_independent; /* of what the call borrows: one more reference */
};

struct fh_wanted {
    enum fh_use use;
    const struct fh_parameter *parameter;
    const char *name;            /* the parameter's, or "arg3" if the header names none */
    guint other;                 /* LENGTH, DATA, DESTROY: the parameter that it belongs to */
    gboolean is_handed_over;     /* DATA, DESTROY: a block that the library releases with what it was told */
    const struct fh_type *block; /* BORROW, CONSUME: what it points to, unqualified; or the struct */
    gboolean by_address;         /* BORROW, CONSUME: of a struct, its address */
    gboolean is_mutable;         /* BORROW: what it points to may be changed */
    gboolean is_nullable;
    gboolean is_used_up;     /* BORROW: of no more use but to be released */
    gboolean adds_reference; /* BORROW: the caller has one more afterwards */
    gboolean is_on_success;  /* CONSUME, BORROW that is used up: only if the call worked */
    gboolean is_zero_ended;  /* ARRAY */
    gboolean is_room;        /* BUFFER: of numbers, that are 0 at first */
    gboolean is_start;       /* NUMBER: a position in an array that the call is given, too */
    struct fh_gives gives;   /* OUT */
};

struct fh_callable {
    const struct fh_function *function;
    guint index;   /* in `all` */
    GArray *roles; /* struct fh_wanted, one for each parameter */
    struct fh_gives gives;
    gboolean can_fail;   /* it has a way to say that it did not work */
    int success;         /* what tells: 0 is the result, i + 1 parameter i; -1: nothing */
    GPtrArray *examples; /* const struct fh_example *, borrowed */
    gboolean is_release; /* some contract names it as free-func */
    char *why_not;       /* it is left out, and why; NULL: it is not */
};

struct fh_callables {
    GPtrArray *all; /* struct fh_callable *, header order; then C's free(), if anything is released by it */
    GHashTable *by_name; /* borrowed */
};

/* `defined`: what the library defines. `examples`: struct fh_example *. Both, and `api`, are borrowed and
 * must outlive it. Caller owns; free with fh_callables_free(). */
struct fh_callables *fh_callables_new(const struct fh_api *api, GHashTable *defined,
                                      const GPtrArray *examples);
void fh_callables_free(struct fh_callables *callables);
FH_DEFINE_AUTO(fh_callables, fh_callables_free)

/* At least one is not left out. */
gboolean fh_callables_any(const struct fh_callables *callables);

/* NULL when there is none of that name. */
const struct fh_callable *fh_callable_find(const struct fh_callables *callables, const char *name);

const struct fh_wanted *fh_role_at(const struct fh_callable *callable, guint index);

/* What place 0 (the result) or i + 1 (parameter i) of a call gives; NULL: nothing that lives. */
const struct fh_gives *fh_gives_at(const struct fh_callable *callable, guint place);

/* The type of what it gives there. */
const struct fh_type *fh_place_type(const struct fh_callable *callable, guint place);

/* What its success is told by; NULL: by nothing. */
const struct fh_success *fh_callable_success(const struct fh_callable *callable);

/* A value that `gives` describes may be given to a parameter of that role: its type is right, and, if it goes
 * for good, the function is one that takes it. */
gboolean fh_role_takes(const struct fh_callable *callable, const struct fh_wanted *role,
                       const struct fh_gives *gives);
