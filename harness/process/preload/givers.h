/* SPDX-License-Identifier: MIT */
/*
 * libc's functions that hand out blocks which the caller is to free(), as rewritten imports call them: libc
 * does the work, and what it hands out is noted as given (given.h).
 *
 * Which functions those are: the rows of wire/allocators.c whose role is FH_ROLE_GIVER, and fclose(), with
 * which a stream's text is handed out. Of the blocks of any others, the log tells who allocated them
 * (FH_EVENT_IMPORT_FREE). Callers: imports.c.
 */
#pragma once

#include <stddef.h>

/* What stands in for libc's function of that name; NULL: it is none of these. */
void (*fh_giver_find(const char *name))(void);
