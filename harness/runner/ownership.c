/* SPDX-License-Identifier: MIT */
#include "ownership.h"

#include "events.h"
#include "plan/plan.h"
#include "table.h"

static struct fh_table owners = FH_TABLE; /* the plan's symbols */

void fh_ownership_own(const void *address, uint32_t symbol, bool is_held)
{
    if (address != NULL)
        fh_table_put(&owners, address, (struct fh_table_values){symbol, 0}, is_held);
}

void fh_ownership_release(const void *address, uint32_t symbol)
{
    struct fh_table_values expected;
    if (!fh_table_take(&owners, address, &expected) || expected.first == symbol || symbol == FH_PLAN_NONE)
        return;
    uint64_t values[] = {(uintptr_t)address, expected.first, symbol};
    fh_notice_event(fh_event(FH_EVENT_WRONG_RELEASE, values, 3, NULL), "wrong-release", address);
}

void fh_ownership_forget(const void *address)
{
    struct fh_table_values owner;
    fh_table_take(&owners, address, &owner);
}

void fh_ownership_clear(void)
{
    fh_table_clear(&owners);
}
