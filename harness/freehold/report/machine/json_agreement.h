/* SPDX-License-Identifier: MIT */
/*
 * The part of report.json that puts engines side by side, scenario by scenario: what each saw, and what it
 * could not. Callers: json.c.
 */
#pragma once

#include "model/result.h"
#include "report/machine/json_document.h"

/* The member "agreement". */
void fh_agreement_add(const struct fh_json *json);

/* The member "not_applicable" of a result, with reasons. */
void fh_agreement_add_not_applicable(const struct fh_json *json, const struct fh_result *result);
