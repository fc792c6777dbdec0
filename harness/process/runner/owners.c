/* SPDX-License-Identifier: MIT */
#include "owners.h"

#include "at_line.h"
#include "heap/address_table.h"
#include "heap/event_writer.h"
#include "heap/fail.h"
#include "views.h"
#include "wire/plan.h"

/* Of one thread: calls within callbacks of calls, with all their parameters. */
#define WAITING_MAX 64u

/* `first`: the plan's symbol. `second`: how often it is still to be released; 0 of one that was given away,
 * with the symbol that it was given to above it. */
static struct fh_address_table owners = FH_ADDRESS_TABLE;

#define GIVEN_TO(symbol) ((uint64_t)(symbol) << 32)
#define TAKER_OF(second) ((uint32_t)((second) >> 32))
#define TIMES(second)    ((uint32_t)(second))

/* Lent blocks that functions of the library were given to keep, in calls that are not over: which function,
 * and by whose call. */
static struct fh_address_table given = FH_ADDRESS_TABLE;

#define GIVEN_MAX 127u /* arguments of a call */

/* Those of the calling thread's call. Its address tells threads apart. */
static __thread struct {
    const void *blocks[GIVEN_MAX];
    uint32_t n;
} own __attribute__((tls_model("initial-exec")));

/* What is settled after the call. */
struct waiting {
    const void *block; /* NULL: nothing */
    uint32_t symbol, called;
    bool consumes;
    bool is_gone; /* Rust has released it */
};

static __thread struct waiting waiting[WAITING_MAX] __attribute__((tls_model("initial-exec")));
static __thread uint32_t n_waiting __attribute__((tls_model("initial-exec")));

static void put(const void *address, uint32_t symbol, uint64_t second)
{
    fh_address_table_put(&owners, address, (struct fh_address_table_values){symbol, second}, false);
}

void fh_owners_own(const void *address, uint32_t symbol, bool is_held)
{
    struct fh_address_table_values owner;
    if (!address)
        return;
    fh_views_renew(address);
    bool is_owned = fh_address_table_find(&owners, address, &owner) && TIMES(owner.second) > 0;
    if (is_owned && is_held)
        return;
    bool is_another = is_owned && owner.first == symbol && symbol != FH_PLAN_LENT && symbol != FH_PLAN_PART;
    put(address, symbol, is_another ? owner.second + 1 : 1);
}

void fh_owners_add_reference(const void *address)
{
    struct fh_address_table_values owner;
    if (address && fh_address_table_find(&owners, address, &owner) && owner.first < FH_PLAN_PART)
        put(address, (uint32_t)owner.first, TIMES(owner.second) + 1);
}

void fh_owners_lend(const void *address)
{
    fh_owners_own(address, FH_PLAN_LENT, true);
}

void fh_owners_renew(const void *address)
{
    struct fh_address_table_values owner;
    if (!address)
        return;
    fh_views_renew(address);
    if (fh_address_table_find(&owners, address, &owner) && TIMES(owner.second) == 0)
        fh_address_table_take(&owners, address, &owner);
}

static void report(const void *address, uint64_t expected, uint32_t symbol, enum fh_wrong_release why,
                   uint32_t taker)
{
    uint64_t values[] = {(uintptr_t)address, expected, symbol, why, taker};
    unsigned n_values = why == FH_WRONG_FUNCTION ? 3 : 5;
    fh_notice_of_event(fh_event_write(FH_EVENT_WRONG_RELEASE, values, n_values, NULL), "wrong-release",
                       address);
}

/* Whether the block may be given away: it is its release function's turn, and it has not been yet. */
static bool check(const struct fh_owners_release *release, const struct fh_address_table_values *owner)
{
    uint32_t named = release->symbol != FH_PLAN_NONE ? release->symbol : release->called;
    if (TIMES(owner->second) == 0 && !release->is_callback)
        report(release->address, owner->first, named, FH_WRONG_OWNER, TAKER_OF(owner->second));
    else if (TIMES(owner->second) > 0 && owner->first != release->symbol && release->symbol != FH_PLAN_NONE)
        report(release->address, owner->first, named, FH_WRONG_FUNCTION, FH_PLAN_NONE);
    else
        return TIMES(owner->second) > 0;
    return false;
}

/* What one call is given more of is not watched. */
static void give(const void *address, uint32_t called)
{
    if (own.n == GIVEN_MAX)
        return;
    own.blocks[own.n++] = address;
    fh_address_table_put(&given, address, (struct fh_address_table_values){called, (uintptr_t)&own}, false);
}

/* Of what the library has lent, it may be the owner's own function that ends it. */
void fh_owners_borrow(const void *address, uint32_t called)
{
    struct fh_address_table_values owner;
    if (address && fh_address_table_find(&owners, address, &owner) && TIMES(owner.second) > 0 &&
        owner.first < FH_PLAN_PART)
        give(address, called);
}

/* A call within the one that borrowed the block may release it: the caller does. */
void fh_owners_release(const struct fh_owners_release *release)
{
    const void *address = release->address;
    struct fh_address_table_values owner, borrowed;
    if (!address)
        return;
    fh_address_table_take(&given, address, &borrowed);
    bool is_known = fh_address_table_find(&owners, address, &owner);
    bool is_last = !is_known || TIMES(owner.second) <= 1;
    if (release->symbol != FH_PLAN_NONE && is_last)
        fh_views_end(address, release->called);
    if (!is_known)
        return;
    if (owner.first == FH_PLAN_LENT && !release->is_of_c) {
        give(address, release->called);
        fh_address_table_take(&owners, address, &owner);
        return;
    }
    const bool is_right = check(release, &owner);
    if (is_right && TIMES(owner.second) > 1)
        put(address, (uint32_t)owner.first, owner.second - 1);
    else if (is_right && release->is_counted)
        put(address, (uint32_t)owner.first, GIVEN_TO(release->called));
    else
        fh_address_table_take(&owners, address, &owner);
}

void fh_owners_wait(const struct fh_owners_release *release, bool consumes)
{
    struct fh_address_table_values owner;
    if (n_waiting == WAITING_MAX)
        fh_fail("more than %u blocks are consumed by calls within calls", WAITING_MAX);
    waiting[n_waiting++] =
        (struct waiting){.block = release->address, .called = release->called, .consumes = consumes};
    if (!release->address || consumes || !fh_address_table_find(&owners, release->address, &owner))
        return;
    if (owner.first == FH_PLAN_LENT)
        return;
    if (!check(release, &owner))
        waiting[n_waiting - 1].block = NULL;
}

static void settle(const struct waiting *one, enum fh_outcome outcome)
{
    struct fh_address_table_values owner;
    if (!one->block || outcome == FH_OUTCOME_UNKNOWN)
        return;
    if (outcome == FH_OUTCOME_FAILURE && one->is_gone)
        report(one->block, FH_PLAN_NONE, one->called, FH_WRONG_FAILURE, FH_PLAN_NONE);
    if (outcome == FH_OUTCOME_FAILURE || one->is_gone)
        return;
    if (one->consumes)
        fh_views_consume(one->block, one->called);
    else if (fh_address_table_find(&owners, one->block, &owner) && TIMES(owner.second) > 1)
        put(one->block, (uint32_t)owner.first, owner.second - 1);
    else if (fh_address_table_find(&owners, one->block, &owner))
        put(one->block, (uint32_t)owner.first, GIVEN_TO(one->called));
}

void fh_owners_settle(uint32_t n, enum fh_outcome outcome)
{
    if (n > n_waiting)
        fh_fail("the plan is wrong: %u blocks are settled, %u wait", n, n_waiting);
    for (uint32_t i = 0; i < n; i++) {
        const struct waiting one = waiting[--n_waiting];
        waiting[n_waiting] = (struct waiting){.block = NULL};
        settle(&one, outcome);
    }
}

/* An address that stays behind would keep its block reachable. */
void fh_owners_call_end(void)
{
    struct fh_address_table_values values;
    while (own.n > 0) {
        fh_address_table_take(&given, own.blocks[--own.n], &values);
        own.blocks[own.n] = NULL;
    }
}

/* A thread of the library's own, which is in no step, works for the call that gave the block. */
static bool is_for(const struct fh_address_table_values *call)
{
    return call->second == (uintptr_t)&own || !fh_at_line_step();
}

static void note_gone(const void *block)
{
    for (uint32_t i = 0; i < n_waiting; i++)
        waiting[i].is_gone |= waiting[i].block == block;
}

void fh_owners_releasing(const void *block)
{
    struct fh_address_table_values owner, call;
    if (!block)
        return;
    fh_address_table_take(&owners, block, &owner);
    fh_views_end(block, FH_PLAN_NONE);
    note_gone(block);
    if (!fh_address_table_find(&given, block, &call) || !is_for(&call))
        return;
    fh_address_table_take(&given, block, &call);
    report(block, FH_PLAN_LENT, (uint32_t)call.first, FH_WRONG_FUNCTION, FH_PLAN_NONE);
}

void fh_owners_clear(void)
{
    fh_address_table_clear(&owners);
    fh_address_table_clear(&given);
    fh_views_clear();
    n_waiting = 0;
}
