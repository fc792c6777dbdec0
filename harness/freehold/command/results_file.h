/* SPDX-License-Identifier: MIT */
/*
 * The JSON file that a command leaves of what it did, beside the reports (which report/machine/ writes).
 * Callers: mutate.c, explored.c, fail_each.c.
 */
#pragma once

#include <json-glib/json-glib.h>

/* Members of the object that is open in `json`. Texts are UTF-8; one that is NULL is left out. */
void fh_results_add_text(JsonBuilder *json, const char *name, const char *text);
void fh_results_add_number(JsonBuilder *json, const char *name, gint64 number);
void fh_results_add_texts(JsonBuilder *json, const char *name, const GPtrArray *texts /* char * */);

/* What was built, indented, with a line end. Fails with FH_ERROR_ENVIRONMENT. */
gboolean fh_results_write(JsonBuilder *json, const char *path, GError **error);
