/* SPDX-License-Identifier: MIT */
#include "owners.h"

#include "heap/address_table.h"
#include "heap/event_writer.h"
#include "wire/plan.h"

static struct fh_address_table owners = FH_ADDRESS_TABLE; /* the plan's symbols */

/* A lent block that one of the library's functions was given to keep, by the calling thread. */
struct given {
    const void *block; /* NULL: none */
    uint32_t symbol;
};

static __thread struct given given __attribute__((tls_model("initial-exec")));

void fh_owners_own(const void *address, uint32_t symbol, bool is_held)
{
    if (address)
        fh_address_table_put(&owners, address, (struct fh_address_table_values){symbol, 0}, is_held);
}

void fh_owners_lend(const void *address)
{
    fh_owners_own(address, FH_PLAN_LENT, true);
}

static void report(const void *address, uint64_t expected, uint32_t symbol)
{
    uint64_t values[] = {(uintptr_t)address, expected, symbol};
    fh_notice_of_event(fh_event_write(FH_EVENT_WRONG_RELEASE, values, 3, NULL), "wrong-release", address);
}

void fh_owners_release(const void *address, uint32_t symbol, uint32_t called, bool is_of_c)
{
    struct fh_address_table_values expected;
    if (!fh_address_table_take(&owners, address, &expected))
        return;
    if (expected.first == FH_PLAN_LENT && !is_of_c)
        given = (struct given){address, called};
    else if (expected.first != symbol && symbol != FH_PLAN_NONE)
        report(address, expected.first, symbol);
}

void fh_owners_call_end(void)
{
    given.block = NULL;
}

void fh_owners_releasing(const void *block)
{
    struct fh_address_table_values owner;
    fh_address_table_take(&owners, block, &owner);
    if (!block || block != given.block)
        return;
    given.block = NULL;
    report(block, FH_PLAN_LENT, given.symbol);
}

void fh_owners_clear(void)
{
    fh_address_table_clear(&owners);
}
