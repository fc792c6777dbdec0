/* SPDX-License-Identifier: MIT */
/* The parts of a result, read. Each adds to the struct that `target` is. Callers: read.c. */
#pragma once

#include "results/members.h"

/* Names as report.json has them, for fh_take_choice(); NULL where there is none. */
const char *fh_name_of_kind(guint value);
const char *fh_name_of_domain(guint value);

void fh_read_finding(struct fh_members *members, gpointer result);  /* struct fh_result * */
void fh_read_timeline(struct fh_members *members, gpointer result); /* struct fh_result * */
