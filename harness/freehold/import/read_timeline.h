/* SPDX-License-Identifier: MIT */
/* The ownership timeline of a result, read. Caller: read_finding.c, read.c. */
#pragma once

#include <glib.h>

#include "import/members.h"

void fh_read_timeline(struct fh_members *members, gpointer target); /* struct fh_result * */
