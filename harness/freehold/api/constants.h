/* SPDX-License-Identifier: MIT */
/*
 * The values of macros.
 *
 * In: a macro's tokens. Out: a constant, when they are a constant expression: literals, minus, casts,
 * parentheses, operators between integers, names of earlier constants. Most macros are none. Callers:
 * declarations.
 */
#pragma once

#include "api/api.h"

/* One token, as it is spelled. */
struct fh_macro_token {
    char *text;
    gboolean is_literal;
};

/* `tokens`: struct fh_macro_token, without the macro's name. Caller owns; free with fh_constant_free(). NULL
 * when it is no constant. */
struct fh_constant *fh_constant_evaluate(struct fh_api *api, const char *name, const GArray *tokens);
