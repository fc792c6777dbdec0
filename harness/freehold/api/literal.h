/* SPDX-License-Identifier: MIT */
/*
 * C's literals: the value and type of one token.
 *
 * In: a token's spelling. Out: a struct fh_value_of_macro. Callers: constants.
 */
#pragma once

#include "api/api.h"

/* A value on its way to a constant. `text` belongs to it. */
struct fh_literal {
    enum fh_constant_kind kind;
    const struct fh_type *type;
    guint64 integer; /* sign-extended when `type` is signed */
    double number;
    char *text;
};

/* FALSE when the token is no literal that scenarios know (wide strings, long double, numbers out of
 * range). */
gboolean fh_literal_read(struct fh_api *api, const char *token, struct fh_literal *out);
