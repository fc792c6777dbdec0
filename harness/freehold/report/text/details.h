/* SPDX-License-Identifier: MIT */
/*
 * What is wrong with one result, whole: what was expected and what was found, the lines of the scenario, the
 * stacks, what the engine said. The text writer shows it below its table, the TAP writer as comments,
 * others as a text in something else (plain_details.h).
 */
#pragma once

#include "model/finding.h"
#include "model/report.h"
#include "model/result.h"
#include "model/stack.h"
#include "report/text/stacks.h"

/* Everything but a heading, at `indent`. */
void fh_details_show(const struct fh_text_layout *layout, const struct fh_result *result, guint indent);

/* Of one finding, what speaks for it: the line, stacks, what the engine said. */
void fh_details_show_evidence(const struct fh_text_layout *layout, const struct fh_result *result,
                              const struct fh_finding *finding, guint indent);

/* "released by C (free)". Caller owns; free with g_free(). */
char *fh_stack_title(const struct fh_finding *finding, const struct fh_stack *stack);

/* The findings that the baseline holds, in short. */
void fh_details_show_known(const struct fh_text_layout *layout, const struct fh_result *result, guint indent);

/* What this engine could not see by nature, and another saw. */
void fh_details_show_not_applicable(const struct fh_text_layout *layout, const struct fh_result *result,
                                    guint indent);

/* "4 allocs, 4 frees", "-" when it is not known. Caller owns; free with g_free(). */
char *fh_heap_text(const struct fh_heap *heap);

/* "strings.scn:15: ", or what is known of that: "strings.scn: ", "line 15: ", "". Caller owns; free with
 * g_free(). */
char *fh_place_text(const struct fh_report *report, const char *file, guint line);
