/* SPDX-License-Identifier: MIT */
/* The records of a memcheck log in one word, a letter each. */
#pragma once

#include <glib.h>

#include "log/memcheck.h"
#include "log/record.h"

static inline char memcheck_letter(const struct fh_record *record)
{
    static const char types[] = {
        [FH_RECORD_MISMATCHED_FREE] = 'M',
        [FH_RECORD_INVALID_FREE] = 'F',
        [FH_RECORD_INVALID_READ] = 'R',
        [FH_RECORD_INVALID_WRITE] = 'W',
        [FH_RECORD_INVALID_JUMP] = 'J',
        [FH_RECORD_UNINITIALISED] = 'U',
        [FH_RECORD_SYSCALL_UNINITIALISED] = 'P',
        [FH_RECORD_SYSCALL_UNADDRESSABLE] = 'A',
        [FH_RECORD_FATAL_SIGNAL] = 'S',
        [FH_RECORD_NOTICE] = 'N',
        [FH_RECORD_DESCRIPTION] = 'D',
        [FH_RECORD_UNDEFINED] = 'X',
        [FH_RECORD_WRONG_ARGUMENT] = 'G',
        [FH_RECORD_DESCRIPTOR_LEAK] = 'O',
        [FH_RECORD_DESCRIPTOR_MISUSE] = 'C',
        [FH_RECORD_LIMIT] = 'L',
        [FH_RECORD_UNKNOWN] = '?',
    };

    return record->type == FH_RECORD_LEAK ? "dipr?"[record->leak_state] : types[record->type];
}

/* Caller owns. */
static inline char *memcheck_letters(const struct fh_memcheck_log *log)
{
    GString *letters = g_string_new(NULL);

    for (guint i = 0; i < log->records->len; i++)
        g_string_append_c(letters, memcheck_letter(g_ptr_array_index(log->records, i)));
    return g_string_free(letters, FALSE);
}
