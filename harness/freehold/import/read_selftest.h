/* SPDX-License-Identifier: MIT */
/* What `freehold selftest` measured, read again. Callers: read.c, kept_selftest.c. */
#pragma once

#include "import/members.h"

/* One engine's: adds it to `target`, a struct fh_report. */
void fh_read_selftest(struct fh_members *members, gpointer target);
