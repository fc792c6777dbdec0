/* SPDX-License-Identifier: MIT */
/*
 * The pieces that JSON documents are made of, report.json above all. What is added goes to the end of the
 * object or list that is open. Texts and paths are shown as in every report (redact.h). Callers: json.c, and
 * whoever writes a part of it in a file of its own; sarif, code_quality.
 */
#pragma once

#include <gio/gio.h>

#include "model/report.h"
#include "model/stack.h"
#include "report/machine/json_text.h"

struct fh_string_pool;

/* A document as it grows; all borrowed. */
struct fh_json {
    const struct fh_report *report;
    struct fh_json_text *text;
    struct fh_string_pool *pool; /* takes what repeats (string_pool.h); NULL: everything stays in its place */
};

/* The name of the member that comes next. */
void fh_json_name(const struct fh_json *json, const char *name);

/* A string, or null. Must be valid UTF-8. */
void fh_json_value(const struct fh_json *json, const char *valid);
void fh_json_number(const struct fh_json *json, gint64 number);

/* A member that Freehold itself says: names of kinds and verdicts, versions. NULL: null. */
void fh_json_add_word(const struct fh_json *json, const char *name, const char *word);

/* A member that others said: messages, records. NULL: null. */
void fh_json_add_text(const struct fh_json *json, const char *name, const char *text);
void fh_json_add_path(const struct fh_json *json, const char *name, const char *path);

/* JSON's integers are signed 64-bit here; a count that is beyond them is as good as the largest. */
void fh_json_add_count(const struct fh_json *json, const char *name, guint64 count);
void fh_json_add_flag(const struct fh_json *json, const char *name, gboolean flag);

/* The member "line"; 0: null. */
void fh_json_add_line(const struct fh_json *json, guint line);

/* The member "address", as text: numbers of 64 bits don't survive every reader. Not when it is 0: not known;
 * and not in a deterministic report. */
void fh_json_add_address(const struct fh_json *json, guint64 address);

/* Not in a deterministic report. */
void fh_json_add_duration(const struct fh_json *json, guint64 duration_us);

typedef void (*fh_json_item)(const struct fh_json *json, gconstpointer item);

/* A member that is a list: `add` for each of `items`. */
void fh_json_add_list(const struct fh_json *json, const char *name, const GPtrArray *items, fh_json_item add);

/* For fh_json_add_list(): items that are char *. */
void fh_json_text_item(const struct fh_json *json, gconstpointer item);

/* Opens the object `name`. When it is not known, it is null: then FALSE, and nothing is open. */
gboolean fh_json_begin_known(const struct fh_json *json, const char *name, gboolean is_known);
void fh_json_begin(const struct fh_json *json);
void fh_json_end(const struct fh_json *json);

/* A list whose items the caller adds one by one. */
void fh_json_begin_list(const struct fh_json *json);
void fh_json_end_list(const struct fh_json *json);

/* Writes the document, which is complete. FALSE, with the stream's error, when it could not be written. */
gboolean fh_json_write(const struct fh_json *json, GOutputStream *out, GError **error);
