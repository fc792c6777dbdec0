/* SPDX-License-Identifier: MIT */
/* The parts of a report, read. Each adds to what `target` is. Callers: read.c, baseline/. */
#pragma once

#include "import/members.h"

/* Names as report.json has them, for fh_take_choice(); NULL where there is none. */
const char *fh_name_of_kind(guint value);
const char *fh_name_of_domain(guint value);

void fh_read_finding(struct fh_members *members, gpointer result);  /* struct fh_result * */
void fh_read_timeline(struct fh_members *members, gpointer result); /* struct fh_result * */
void fh_read_known(struct fh_members *members, gpointer entries);   /* GPtrArray * of struct fh_known * */
