/* SPDX-License-Identifier: MIT */
/*
 * What repeats in a large report, written once: the frames of stacks and the lines of records. A stack then
 * holds numbers in the place of frames, a record numbers in the place of its text. Where a report is read by
 * a program that comes with it (the page), that makes it a tenth of its size. Callers: json.c, html_data.c.
 */
#pragma once

#include "base/cleanup.h"
#include "model/stack.h"
#include "report/machine/json_document.h"

struct fh_string_pool;

/* Borrows the frames that it is given, and so their report. Caller owns; free with fh_string_pool_free(). */
struct fh_string_pool *fh_string_pool_new(void);

/* NULL is allowed. */
void fh_string_pool_free(struct fh_string_pool *pool);
FH_DEFINE_AUTO(fh_string_pool, fh_string_pool_free)

/* The member "frames" of a stack: numbers into the list that fh_string_pool_add_tables() writes. */
void fh_string_pool_add_frames(const struct fh_json *json, const struct fh_stack *stack);

/* The member "record" of a finding: a list of such numbers, one a line; NULL: null. */
void fh_string_pool_add_record(const struct fh_json *json, const char *record);

/* The members "frames" and "lines". Each frame says whose it is ("group": user, step, std, harness), and that
 * of a scenario's step which line it stands for ("step"). */
void fh_string_pool_add_tables(const struct fh_json *json);
