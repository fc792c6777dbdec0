/* SPDX-License-Identifier: MIT */
/*
 * Making and freeing the nodes of script.h's tree. Private to script/: others free the script as a whole.
 *
 * All _free functions allow NULL and free what is below; they may be used on half-built nodes.
 */
#pragma once

#include "base/source.h"
#include "script/script.h"

/* Caller owns; free with fh_type_name_free(). */
struct fh_type_name *fh_type_name_new(void);
void fh_type_name_free(struct fh_type_name *type);
FH_DEFINE_AUTO(fh_type_name, fh_type_name_free)

/* A leaf, of height 1. Caller owns; free with fh_expr_free(). */
struct fh_expr *fh_expr_new(enum fh_expr_kind kind, struct fh_span span);
void fh_expr_free(struct fh_expr *expr);
FH_DEFINE_AUTO(fh_expr, fh_expr_free)

/* An empty list of items. Caller owns; free with g_ptr_array_unref(). */
GPtrArray *fh_items_new(void);
void fh_item_free(struct fh_item *item);
FH_DEFINE_AUTO(fh_item, fh_item_free)

/* Caller owns; free with fh_statement_free(). */
struct fh_statement *fh_statement_new(enum fh_statement_kind kind);
void fh_statement_free(struct fh_statement *statement);
FH_DEFINE_AUTO(fh_statement, fh_statement_free)

/* An empty list of statements. Caller owns; free with g_ptr_array_unref(). */
GPtrArray *fh_statements_new(void);

/* An empty list of words. Caller owns; free with g_ptr_array_unref(). */
GPtrArray *fh_words_new(void);

/* Consumes `text`. Caller owns; put it into a list of words. */
struct fh_word *fh_word_new(char *text, struct fh_span span);

/* Caller owns; free with fh_scenario_free(). */
struct fh_scenario *fh_scenario_new(void);
void fh_scenario_free(struct fh_scenario *scenario);
FH_DEFINE_AUTO(fh_scenario, fh_scenario_free)
