/* SPDX-License-Identifier: MIT */
/* The findings of a result, and those of a baseline. Each reader adds to what its target is. Callers: read.c,
 * baseline/. */
#pragma once

#include <glib.h>

#include "import/members.h"

/* Names as report.json has them, for fh_take_choice(); NULL where there is none. */
const char *fh_name_of_kind(guint value);
const char *fh_name_of_domain(guint value);

void fh_read_finding(struct fh_members *members, gpointer target); /* struct fh_result * */
void fh_read_known(struct fh_members *members, gpointer target);   /* GPtrArray * of struct fh_known * */
