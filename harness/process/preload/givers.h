/* SPDX-License-Identifier: MIT */
/*
 * libc's functions that hand out blocks which the caller is to free(), as rewritten imports call them: libc does the work, and what
 * it hands out is noted as given (given.h).
 *
 * Which functions those are: the GNU C Library's manual (2.39), "Copying Strings and Arrays", "Dynamically Allocating Formatted
 * Output", "Line-Oriented Input", "Dynamically Allocating String Conversions", "String Streams", "Working Directory", "Symbolic
 * Links", "Scanning Directory Content", and what <bits/stdio2.h>, <bits/unistd.h> and <bits/stdlib.h> make of calls
 * with -D_FORTIFY_SOURCE. libc has others that few programs call (argz, envz, tempnam(), the scanf() of wide strings); of the blocks of those, the
 * log tells who allocated them (FH_EVENT_IMPORT_FREE). Callers: imports.c.
 */
#pragma once

#include <stddef.h>

/* What stands in for libc's function of that name; NULL: it is none of these. */
void (*fh_giver_find(const char *name))(void);
