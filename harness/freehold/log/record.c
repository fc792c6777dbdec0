// SPDX-License-Identifier: MIT
#include "log/record.h"

#include <signal.h>

struct fh_record *fh_record_new(enum fh_record_type type)
{
    struct fh_record *record = g_new0(struct fh_record, 1);

    record->type = type;
    return record;
}

void fh_record_free(struct fh_record *record)
{
    if (!record)
        return;
    g_free(record->speaker);
    g_free(record->variable.name);
    g_free(record->headline);
    g_free(record->text);
    fh_stack_free(record->stack);
    fh_stack_free(record->block_stack);
    fh_stack_free(record->block_alloc_stack);
    fh_stack_free(record->origin);
    g_free(record);
}

const struct fh_record *fh_records_fatal(const GPtrArray *records)
{
    for (guint i = 0; i < records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(records, i);

        if (record->type == FH_RECORD_FATAL_SIGNAL)
            return record;
    }
    return NULL;
}

gboolean fh_signal_is_of_a_fault(guint number)
{
    return number == SIGSEGV || number == SIGBUS || number == SIGABRT || number == SIGFPE ||
           number == SIGILL || number == SIGTRAP || number == SIGSYS;
}
