/* SPDX-License-Identifier: MIT */
/* The logs in data/memcheck, and parts of logs that tests write themselves. */
#pragma once

#include <check.h>
#include <glib.h>
#include <string.h>

#include "log/memcheck.h"
#include "log/memcheck_xml.h"
#include "log/record.h"

#define MEMCHECK_PREAMBLE                                                        \
    "==7== Memcheck, a memory error detector\n"                                  \
    "==7== Copyright (C) 2002-2022, and GNU GPL'd, by Julian Seward et al.\n"    \
    "==7== Using Valgrind-3.26.0 and LibVEX; rerun with -h for copyright info\n" \
    "==7== Command: ./a b\n"                                                     \
    "==7== Parent PID: 6\n"                                                      \
    "==7== \n"
#define MEMCHECK_SUMMARY                                                                  \
    "==7== \n"                                                                            \
    "==7== HEAP SUMMARY:\n"                                                               \
    "==7==     in use at exit: 1,234 bytes in 5 blocks\n"                                 \
    "==7==   total heap usage: 97,012 allocs, 97,007 frees, 33,112,345 bytes allocated\n" \
    "==7== \n"                                                                            \
    "==7== LEAK SUMMARY:\n"                                                               \
    "==7==    definitely lost: 1,000 bytes in 1 blocks\n"                                 \
    "==7==    indirectly lost: 200 bytes in 2 blocks\n"                                   \
    "==7==      possibly lost: 30 bytes in 1 blocks\n"                                    \
    "==7==    still reachable: 4 bytes in 1 blocks\n"                                     \
    "==7==                       of which reachable via heuristic:\n"                     \
    "==7==                         stdstring          : 4 bytes in 1 blocks\n"            \
    "==7==         suppressed: 0 bytes in 0 blocks\n"                                     \
    "==7== \n"
#define MEMCHECK_END "==7== ERROR SUMMARY: 1,003 errors from 4 contexts (suppressed: 2 from 1)\n"
static inline struct fh_memcheck_log *memcheck_parse(const char *text)
{
    return fh_memcheck_log_parse(text, strlen(text));
}

/* A file beneath data/memcheck. Caller owns. */
static inline char *memcheck_file(const char *name, gsize *size)
{
    g_autofree char *path = g_build_filename(g_getenv("FH_TEST_DATA"), "memcheck", name, NULL);
    char *bytes = NULL;

    ck_assert_msg(g_file_get_contents(path, &bytes, size, NULL), "%s can't be read", path);
    return bytes;
}

/* Of NAME.log. Caller owns. */
static inline char *memcheck_bytes(const char *name)
{
    g_autofree char *file = g_strconcat(name, ".log", NULL);

    return memcheck_file(file, NULL);
}

static inline struct fh_memcheck_log *memcheck_log(const char *name)
{
    g_autofree char *bytes = memcheck_bytes(name);

    return fh_memcheck_log_parse(bytes, strlen(bytes));
}

/* Of NAME.xml. */
static inline struct fh_memcheck_log *memcheck_xml(const char *name)
{
    g_autofree char *file = g_strconcat(name, ".xml", NULL);
    gsize size;
    g_autofree char *bytes = memcheck_file(file, &size);

    return fh_memcheck_xml_parse(bytes, size);
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
