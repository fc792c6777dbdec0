/* SPDX-License-Identifier: MIT */
/* What the logs of all engines have in common. Callers: logs.c, memcheck_log.c, asan_log.c. */
#pragma once

#include "engine/engine.h"
#include "log/contents.h"
#include "model/report.h"
#include "model/result.h"

/* A file that is being read. All borrowed. */
struct fh_log_source {
    const char *path;
    const struct fh_log_contents *contents;
    gboolean is_trusted;
    struct fh_report *report; /* what is made of it */
};

/* Adds a result of `engine`, without a verdict. `name` may be NULL: the log's. `number`: of the process, from
 * 1; 0: the only one. Borrowed from the report. */
struct fh_result *fh_log_add_result(const struct fh_log_source *source, const struct fh_engine *engine,
                                    const char *name, guint number);

/* Adds what `records` show to the result. `version`: the tool's, as the log or its parent's says it; NULL:
 * neither does. */
void fh_log_classify(const GPtrArray *records, const struct fh_engine *engine, const char *version,
                     struct fh_result *result);

/* With all that it holds by then. */
void fh_log_judge(struct fh_result *result, const struct fh_engine *engine);

/* Those of freehold's own runs have its notices. */
gboolean fh_log_is_freeholds(const GPtrArray *records);

/* Adds the engine to the report, unless it is there. `version` may be NULL. */
void fh_log_add_engine(const struct fh_log_source *source, const struct fh_engine *engine,
                       const char *version);
