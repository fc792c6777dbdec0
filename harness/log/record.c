// SPDX-License-Identifier: MIT
#include "log/record.h"

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
    g_free(record->headline);
    g_free(record->text);
    fh_stack_free(record->stack);
    fh_stack_free(record->block_stack);
    fh_stack_free(record->block_alloc_stack);
    fh_stack_free(record->origin);
    g_free(record);
}
