/* SPDX-License-Identifier: MIT */
/* report.json as a tree, before it is text. Callers: json.c; results, to compare with what it read. */
#pragma once

#include <json-glib/json-glib.h>

#include "model/report.h"
#include "report/machine/json_document.h"

/* `report` is borrowed for the call. Caller owns; free with json_node_unref(). */
JsonNode *fh_json_build(const struct fh_report *report);

/* The whole report, as an object. */
void fh_json_add_report(const struct fh_json *json);
