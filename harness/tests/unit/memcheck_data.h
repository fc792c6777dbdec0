/* SPDX-License-Identifier: MIT */
/* The logs in data/memcheck. */
#pragma once

#include <check.h>
#include <glib.h>
#include <string.h>

#include "log/memcheck.h"

/* Caller owns. */
static inline char *memcheck_bytes(const char *name)
{
    g_autofree char *file = g_strconcat(name, ".log", NULL);
    g_autofree char *path = g_build_filename(g_getenv("FH_TEST_DATA"), "memcheck", file, NULL);
    char *bytes = NULL;

    ck_assert_msg(g_file_get_contents(path, &bytes, NULL, NULL), "%s can't be read", path);
    return bytes;
}

static inline struct fh_memcheck_log *memcheck_log(const char *name)
{
    g_autofree char *bytes = memcheck_bytes(name);

    return fh_memcheck_log_parse(bytes, strlen(bytes));
}

/* The n-th record that is not a notice. Borrowed. */
static inline const struct fh_record *memcheck_record(const struct fh_memcheck_log *log, guint n)
{
    for (guint i = 0; i < log->records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(log->records, i);

        if (record->type != FH_RECORD_NOTICE && n-- == 0)
            return record;
    }
    ck_abort_msg("the log has no such record");
    return NULL;
}
