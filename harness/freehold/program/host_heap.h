/* SPDX-License-Identifier: MIT */
/*
 * Whose heap a block is of: what a host's own code allocates by malloc(), or releases by free(), is the
 * host's and not "C's". In: a result's findings, and what was loaded where. Out: their hosts and their
 * messages. Callers: judge.c, asan_judge.c.
 */
#pragma once

#include <glib.h>

#include "model/result.h"

/* `events` NULL: where objects lay is not known, and the log alone tells. */
void fh_host_name_heaps(const GPtrArray *events, struct fh_result *result);
