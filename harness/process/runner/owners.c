/* SPDX-License-Identifier: MIT */
#include "owners.h"

#include "heap/address_table.h"
#include "heap/event_writer.h"
#include "wire/plan.h"

static struct fh_address_table owners = FH_ADDRESS_TABLE; /* the plan's symbols */

void fh_owners_own(const void *address, uint32_t symbol, bool is_held)
{
    if (address != NULL)
        fh_address_table_put(&owners, address, (struct fh_address_table_values){symbol, 0}, is_held);
}

void fh_owners_release(const void *address, uint32_t symbol)
{
    struct fh_address_table_values expected;
    if (!fh_address_table_take(&owners, address, &expected) || expected.first == symbol ||
        symbol == FH_PLAN_NONE)
        return;
    uint64_t values[] = {(uintptr_t)address, expected.first, symbol};
    fh_notice_of_event(fh_event_write(FH_EVENT_WRONG_RELEASE, values, 3, NULL), "wrong-release", address);
}

void fh_owners_forget(const void *address)
{
    struct fh_address_table_values owner;
    fh_address_table_take(&owners, address, &owner);
}

void fh_owners_clear(void)
{
    fh_address_table_clear(&owners);
}
