/* SPDX-License-Identifier: MIT */
/*
 * What the contract says of one parameter, result or field: all of it, in one struct.
 *
 * In: annotation.c fills it in, c_library.c for C's own functions. Out: check/ lowers it to what the runner
 * holds calls to; draft/ writes it. The words are GObject-Introspection's where it has them. Names of
 * parameters and fields are as the header has them, and are there: the reader has looked.
 */
#pragma once

#include <glib.h>

#include "wire/plan.h"

/* UNSPECIFIED: no annotation was written. */
enum fh_transfer {
    FH_TRANSFER_UNSPECIFIED,
    FH_TRANSFER_NONE,
    FH_TRANSFER_CONTAINER, /* of an array: the array itself, but not what its elements point to */
    FH_TRANSFER_FULL,
};

/* How long a view (transfer none) lasts. */
enum fh_lifetime {
    FH_LIFETIME_UNSPECIFIED,
    FH_LIFETIME_PARENT,    /* as long as the argument `lifetime_of` */
    FH_LIFETIME_NEXT_CALL, /* up to the next call with the same argument; of the library, if there is none */
};

/* How many elements an array has. */
enum fh_array {
    FH_ARRAY_NONE,   /* it is no array */
    FH_ARRAY_LENGTH, /* as many as the parameter or field `length` says */
    FH_ARRAY_FIXED,  /* `n_elements` */
    FH_ARRAY_ZERO,   /* up to a NULL */
};

/* When the library may call a function that it was given. */
enum fh_scope {
    FH_SCOPE_UNSPECIFIED,
    FH_SCOPE_CALL,     /* during the call */
    FH_SCOPE_ASYNC,    /* once, later */
    FH_SCOPE_NOTIFIED, /* until it has called the function `destroy` with the user data */
    FH_SCOPE_FOREVER,
};

/* `(success == 0)`: what a value is when the call has worked. */
struct fh_success {
    gboolean is_said;
    enum fh_relation relation;
    gint64 value; /* NULL is 0 */
    char *field;  /* of a struct: which one tells; else NULL */
};

struct fh_ownership {
    enum fh_transfer transfer;
    /* (free-func NAME): the release function, of the header or of the C library; NULL when not given */
    char *free_function;
    gboolean is_out; /* (out): the callee fills *parameter, and transfer speaks of what it fills in */
    gboolean is_nullable;
    gboolean is_on_success; /* (transfer full on-success): the caller's again if the call fails */
    gboolean is_consumed;   /* (consumed): the handle is of no more use but to be released, by the caller */
    gboolean is_reference;  /* (ref): the caller has one more reference afterwards */
    enum fh_lifetime lifetime;
    char *lifetime_of; /* a parameter; NULL: none */
    enum fh_array array;
    char *length;                /* LENGTH */
    guint n_elements;            /* FIXED */
    char *element_free_function; /* (element-free-func NAME): of each element; NULL: it goes with the array */
    enum fh_scope scope;         /* of a function pointer */
    char *closure, *destroy; /* parameters: user data, and the function that is told when it is done with */
    struct fh_success success;
    GPtrArray *fields; /* struct fh_field_ownership *: of a struct, or of what it points to; NULL: none */
};

struct fh_field_ownership {
    char *name;
    struct fh_ownership ownership;
};

/* Nothing is said any more. */
void fh_ownership_clear(struct fh_ownership *ownership);

/* What is said of a field; NULL: nothing. Borrowed. */
const struct fh_ownership *fh_ownership_of_field(const struct fh_ownership *ownership, const char *field);

/* The same, and there is an empty one if nothing was said yet. */
struct fh_ownership *fh_ownership_add_field(struct fh_ownership *ownership, const char *field);
