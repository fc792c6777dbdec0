/* SPDX-License-Identifier: MIT */
/*
 * What a SARIF document says of Freehold itself: its rules, one for each kind of finding and one for
 * expectations, and the weaknesses that they are about. A rule's id is made of the kind's code, which is
 * stable: FH0002. Caller: sarif.
 */
#pragma once

#include "report/machine/json_document.h"
#include "report/shared/problem.h"

/* Ids of notifications, in the order of their descriptors. */
#define FH_SARIF_NOT_JUDGED "FH2001"
#define FH_SARIF_LEFT_OUT   "FH2002"

/* The member "tool". */
void fh_sarif_add_tool(const struct fh_json *json);

/* The member "taxonomies": the weaknesses (CWE) that rules and `problems` name. */
void fh_sarif_add_taxonomies(const struct fh_json *json, const GPtrArray *problems);

/* The members "ruleId" and "ruleIndex". */
void fh_sarif_add_rule_of(const struct fh_json *json, const struct fh_problem *problem);

/* An item that stands for a weakness: {"id": "762", "toolComponent": {"name": "CWE"}}, as the member `name`
 * or, without one, in a list. */
void fh_sarif_add_weakness(const struct fh_json *json, const char *name, guint cwe);

/* The member `name`: a message, which is taken as it is. Must be valid UTF-8. */
void fh_sarif_add_message(const struct fh_json *json, const char *name, const char *text);
