/* SPDX-License-Identifier: MIT */
/*
 * What a call does with a variable, by the contract: releases it, lends it, gives a view into it.
 *
 * In: the tree of a scenario, the API. Out: borrowed nodes of both. Caller: mutants.c.
 */
#pragma once

#include <glib.h>

#include "api/api.h"
#include "script/script.h"

/* A call of a function that takes a block over for good. */
struct fh_release {
    const struct fh_function *function;
    const struct fh_expr *call;
    guint argument;              /* which one is released */
    gboolean is_end;             /* of the block's life; else it is handed over, and lives on */
    const struct fh_expr *block; /* it, without casts around it */
};

/* The outermost call of an expression or of a statement; NULL: it is none, or of no function of the API. */
const struct fh_function *fh_called_function(const struct fh_api *api, const struct fh_expr *expr);

/* The statement is a call, or a value or a comparison of one, that releases a block. */
gboolean fh_statement_release(const struct fh_api *api, const struct fh_statement *statement,
                              struct fh_release *release);

/* Functions of the library, and free(), that release a block and take nothing else: const struct fh_function
 * *, in header order. Caller owns; g_ptr_array_unref(). */
GPtrArray *fh_release_functions(const struct fh_api *api);

/* `statement` defines a variable by a call whose result is a view that the library keeps. Its name, borrowed;
 * else NULL. `*parent`: the variable that it is a view into; NULL when none is seen. */
const char *fh_statement_view(const struct fh_api *api, const struct fh_statement *statement,
                              const char **parent);

/* The variable stands somewhere in the statement, blocks included. */
gboolean fh_statement_mentions(const struct fh_statement *statement, const char *variable);

/* The name, when the expression is a variable, or a cast of one; else NULL. Borrowed. */
const char *fh_variable_of(const struct fh_expr *expr);
