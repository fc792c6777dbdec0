/* SPDX-License-Identifier: MIT */
#include "contract.h"

#include <string.h>

#include "expect.h"
#include "heap/backend.h"
#include "heap/fail.h"
#include "heap/unchecked.h"
#include "lives.h"
#include "notify.h"
#include "one_fault.h"
#include "owners.h"
#include "plan_map.h"
#include "views.h"

/* What the library filled in, or was to: whether it may be read is for the library's own reads to show. */
FH_UNCHECKED static void read_quietly(void *to, const char *from, size_t size)
{
    fh_backend()->report_errors(false);
    for (size_t i = 0; i < size; i++)
        ((char *)to)[i] = from[i];
    fh_backend()->report_errors(true);
}

/* `size` bytes of a slot, or of what it points to; FALSE when that is NULL. */
static bool get(const struct fh_interpreter *run, fh_slot slot, uint32_t offset, bool is_indirect, void *to,
                uint32_t size)
{
    if (!is_indirect) {
        memcpy(to, (char *)fh_slot_at(run, slot, offset + (size_t)size) + offset, size);
        return true;
    }
    const char *place = fh_slot_pointer(run, slot);
    if (place)
        read_quietly(to, place + offset, size);
    return place != NULL;
}

static void *owned(const struct fh_interpreter *run, const struct fh_plan_ownership *entry)
{
    void *address = NULL;
    get(run, entry->slot, entry->offset, entry->is_indirect, &address, sizeof(address));
    return address;
}

static bool is_argument(const struct fh_interpreter *run, const struct fh_plan_ownership *entry,
                        const void *address)
{
    for (uint32_t i = 0; i < entry->n_arguments; i++)
        if (fh_slot_pointer(run, fh_plan_argument_at(entry->first_argument + i)) == address)
            return true;
    return false;
}

/* Little-endian, as all that Freehold runs on. */
static uint64_t count_of(const struct fh_interpreter *run, const struct fh_plan_ownership *entry)
{
    uint64_t count = 0;
    if (entry->array == FH_PLAN_ARRAY_FIXED)
        return entry->count;
    if (entry->array == FH_PLAN_ARRAY_ZERO)
        return UINT64_MAX;
    if (entry->count_size > sizeof(count))
        fh_fail("the plan is wrong: a count of %u bytes", entry->count_size);
    get(run, entry->count, entry->count_offset, entry->is_count_indirect != 0, &count, entry->count_size);
    return count;
}

static void own_one(const struct fh_interpreter *run, const struct fh_plan_ownership *entry,
                    const void *address, uint32_t symbol, bool is_held)
{
    if (symbol == FH_PLAN_FRESH || symbol == FH_PLAN_NONE)
        fh_owners_renew(address);
    else if (symbol != FH_PLAN_LENT)
        fh_owners_own(address, symbol, is_held);
    else if (!is_argument(run, entry, address))
        fh_owners_lend(address);
}

/* FALSE at the end. */
static bool element_at(const struct fh_plan_ownership *entry, const char *array, uint64_t i,
                       const void **element)
{
    read_quietly(element, array + i * sizeof(*element), sizeof(*element));
    return *element || entry->array != FH_PLAN_ARRAY_ZERO;
}

static void own_elements(const struct fh_interpreter *run, const struct fh_plan_ownership *entry,
                         const char *array)
{
    const void *element;
    const uint64_t count = count_of(run, entry);
    for (uint64_t i = 0; i < count && element_at(entry, array, i, &element); i++)
        own_one(run, entry, element, entry->element_symbol, entry->element_symbol == FH_PLAN_PART);
}

static void hand_over_elements(const struct fh_interpreter *run, const struct fh_plan_ownership *entry,
                               const struct fh_owners_release *release)
{
    const void *element;
    const uint64_t count = count_of(run, entry);
    struct fh_owners_release each = *release;
    for (uint64_t i = 0; i < count && element_at(entry, release->address, i, &element); i++) {
        each.address = element;
        fh_owners_release(&each);
    }
}

static void own_view(const struct fh_interpreter *run, const struct fh_plan_ownership *entry,
                     const void *address)
{
    const void *parent = entry->parent == FH_PLAN_NONE ? NULL : fh_slot_pointer(run, entry->parent);
    if (entry->lifetime != FH_PLAN_LIFETIME_UNKNOWN && address != parent)
        fh_views_add(address, parent, entry->lifetime == FH_PLAN_LIFETIME_NEXT_CALL, entry->called);
}

void fh_contract_own(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    const struct fh_plan_ownership *entry = fh_plan_ownership_at(op->a);
    const char *address = owned(run, entry);
    if (entry->is_reference) {
        fh_owners_add_reference(address);
        return;
    }
    own_one(run, entry, address, entry->symbol, entry->is_held != 0);
    if (address && entry->array != FH_PLAN_ARRAY_NONE)
        own_elements(run, entry, address);
    if (entry->symbol == FH_PLAN_LENT)
        own_view(run, entry, address);
    else if (entry->symbol != FH_PLAN_FRESH)
        fh_lives_hold(address, FH_HELD_BY_CALLER, entry->called);
}

void fh_contract_release(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    const struct fh_plan_ownership *entry = fh_plan_ownership_at(op->a);
    struct fh_owners_release release = {.address = owned(run, entry),
                                        .symbol = entry->symbol,
                                        .called = entry->called,
                                        .is_counted = entry->is_counted != 0,
                                        .is_callback = run->callback != NULL};
    release.is_of_c = entry->symbol != FH_PLAN_NONE && !fh_plan_symbol_at(entry->symbol)->is_library;
    if (entry->settled == FH_SETTLED_NEVER) {
        fh_owners_borrow(release.address, entry->called);
        return;
    }
    if (entry->settled != FH_SETTLED_AT_ONCE) {
        fh_owners_wait(&release, entry->settled == FH_SETTLED_CONSUMES);
        return;
    }
    fh_one_fault_claim(release.address);
    if (release.address && entry->array != FH_PLAN_ARRAY_NONE)
        hand_over_elements(run, entry, &release);
    fh_owners_release(&release);
    if (release.is_of_c)
        fh_lives_release(release.address, entry->called);
    else
        fh_lives_hold(release.address, FH_HELD_BY_LIBRARY, entry->called);
}

static int64_t extend(uint64_t value, uint32_t size, bool is_signed)
{
    const uint32_t unused = 64 - 8 * size;
    return is_signed ? (int64_t)(value << unused) >> unused : (int64_t)value;
}

static enum fh_outcome outcome_of(const struct fh_interpreter *run, const struct fh_plan_op *op)
{
    uint64_t value = 0;
    const uint32_t size = FH_SETTLE_SIZE(op->c);
    if (op->a == FH_PLAN_NONE)
        return FH_OUTCOME_SUCCESS;
    if (size == 0 || size > sizeof(value))
        fh_fail("the plan is wrong: an outcome of %u bytes", size);
    if (!get(run, op->a, op->b, FH_SETTLE_IS_INDIRECT(op->c), &value, size))
        return FH_OUTCOME_UNKNOWN;
    const int64_t told = extend(value, size, FH_SETTLE_IS_SIGNED(op->c));
    return fh_relation_holds(told, FH_SETTLE_RELATION(op->c), op->immediate) ? FH_OUTCOME_SUCCESS
                                                                             : FH_OUTCOME_FAILURE;
}

void fh_contract_settle(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    const enum fh_outcome outcome = outcome_of(run, op);
    fh_owners_settle(op->size, outcome);
    if (outcome == FH_OUTCOME_FAILURE)
        fh_notify_failed(op->reserved);
}

void fh_contract_use(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    fh_views_use(fh_slot_pointer(run, op->a), op->b);
}

void fh_contract_next_call(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    const void *parent = op->a == FH_PLAN_NONE ? NULL : fh_slot_pointer(run, op->a);
    if (parent || op->a == FH_PLAN_NONE)
        fh_views_next_call(parent, op->b);
}

void fh_contract_notify(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    const struct fh_notify notify = {
        .function = fh_slot_pointer(run, op->a),
        .data = op->b == FH_PLAN_NONE ? NULL : fh_slot_pointer(run, op->b),
        .destroy = op->c == FH_PLAN_NONE ? NULL : fh_slot_pointer(run, op->c),
        .scope = op->size,
        .giver = (uint32_t)op->immediate,
    };
    fh_notify_begin(&notify);
}

void fh_contract_notified(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    fh_notify_given(fh_slot_pointer(run, op->a), op->b == FH_PLAN_NONE ? NULL : fh_slot_pointer(run, op->b));
}
