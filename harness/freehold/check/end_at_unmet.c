// SPDX-License-Identifier: MIT
#include "check/end_at_unmet.h"

#include "wire/plan.h"

void fh_plan_end_at_unmet(const struct fh_plan *plan)
{
    const struct fh_plan_header *header = (const struct fh_plan_header *)(gpointer)plan->bytes->data;
    struct fh_plan_op *code = (struct fh_plan_op *)(gpointer)(plan->bytes->data + header->code.offset);
    for (guint i = 0; i < header->code.count; i++)
        if (code[i].opcode == FH_OP_EXPECT)
            code[i].size = 1;
}
