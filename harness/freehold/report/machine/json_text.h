/* SPDX-License-Identifier: MIT */
/*
 * JSON as text that grows: no tree, so a report of many findings costs its text and nothing more, and where
 * it is written as it grows (fh_json_text_new_to()) not even that. The caller says what it adds in the order
 * of the document; nothing is checked. Callers: json_document.c, and whoever makes a document.
 */
#pragma once

#include <gio/gio.h>

#include "base/cleanup.h"

struct fh_json_text;

/* A line for each member and item, indented by so many spaces a level; 0: all in one line. Caller owns; free
 * with fh_json_text_free(). */
struct fh_json_text *fh_json_text_new(guint indent);

/* The same, which is written to `to` as it grows, so that not all of it is in memory: the caller ends with
 * fh_json_text_write(), and does without fh_json_text_get(). `to` is borrowed. */
struct fh_json_text *fh_json_text_new_to(guint indent, GOutputStream *to);

/* NULL is allowed. */
void fh_json_text_free(struct fh_json_text *text);
FH_DEFINE_AUTO(fh_json_text, fh_json_text_free)

/* Begins again. */
void fh_json_text_clear(struct fh_json_text *text);

/* What there is so far. Borrowed; valid until something is added. */
const GString *fh_json_text_get(const struct fh_json_text *text);

/* Writes what there is, or what is left of it, and begins again. FALSE, with the first error, if not all of
 * it could be written. */
gboolean fh_json_text_write(struct fh_json_text *text, GOutputStream *to, GError **error);

/* '{' or '[' with its end '}' or ']'. */
void fh_json_text_begin(struct fh_json_text *text, char bracket);
void fh_json_text_end(struct fh_json_text *text, char bracket);

/* The name of the member that comes next: a word of Freehold's own, in which nothing has a meaning in JSON.
 */
void fh_json_text_name(struct fh_json_text *text, const char *name);

/* … and any other name, which is valid UTF-8. */
void fh_json_text_key(struct fh_json_text *text, const char *valid);

/* A value: a string (valid UTF-8; NULL: null), a number, true or false. */
void fh_json_text_string(struct fh_json_text *text, const char *valid);
void fh_json_text_number(struct fh_json_text *text, gint64 number);
void fh_json_text_flag(struct fh_json_text *text, gboolean flag);
