/* SPDX-License-Identifier: MIT */
/* What `freehold selftest` measured, in JSON. Callers: json.c, import. */
#pragma once

#include "model/selftest.h"
#include "report/machine/json_document.h"

/* The list "selftest" of a report. */
void fh_json_add_selftest(const struct fh_json *json);

/* One engine's, a struct fh_selftest. */
void fh_json_selftest_item(const struct fh_json *json, gconstpointer item);
