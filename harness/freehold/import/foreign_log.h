/* SPDX-License-Identifier: MIT */
/* What the logs of all engines have in common. Callers: logs.c, memcheck_log.c, asan_log.c. */
#pragma once

#include "engine/engine.h"
#include "model/result.h"

/* A log that is being read. */
struct fh_log_source {
    const char *path, *bytes;
    gsize size;
    gboolean is_trusted;
    GPtrArray *results; /* struct fh_result *: what is made of it; borrowed */
};

/* Adds a result of `engine`, without a verdict. `name` may be NULL: the log's. `number`: of the process, from 1; 0: the only one.
 * Borrowed from source->results. */
struct fh_result *fh_log_add_result(const struct fh_log_source *source, const struct fh_engine *engine,
                                    const char *name, guint number);

/* Adds what `records` show to the result. */
void fh_log_classify(const GPtrArray *records, const struct fh_engine *engine, struct fh_result *result);

/* With all that it holds by then. */
void fh_log_judge(struct fh_result *result, const struct fh_engine *engine);

/* Those of freehold's own runs have its notices. */
gboolean fh_log_is_freeholds(const GPtrArray *records);
