/* SPDX-License-Identifier: MIT */
#include "one_fault.h"

#include <string.h>

#include "heap/event_writer.h"
#include "heap/fail.h"
#include "heap/faults.h"
#include "plan_map.h"
#include "refuse.h"

/* Nothing lies below, wherever a field of NULL is. */
#define LOWEST_ADDRESS 4096

/* Calls that are left out after one fault, and the arguments of the failed one. */
#define KEPT_MAX 4096

/* More than a function has. */
#define CLAIMED_MAX 128

static struct {
    enum fh_domain domain; /* FH_DOMAIN_UNKNOWN: nothing is to fail */
    bool counts;           /* how much is asked for */
    bool has_happened;     /* seen by the runner */
    uint64_t n;
} fault;

static const void *kept[KEPT_MAX]; /* where every search for leaks looks */
static uint32_t n_kept;
static const void *claimed[CLAIMED_MAX]; /* of the call at hand */
static uint32_t n_claimed;

/* Nothing stale keeps a block reachable. */
static void forget_claims(void)
{
    memset(claimed, 0, n_claimed * sizeof(*claimed));
    n_claimed = 0;
}

void fh_one_fault_begin(const struct fh_plan_scenario *scenario)
{
    if (scenario->fault != 0 && scenario->fault != FH_PLAN_COUNTS &&
        scenario->fault_domain != FH_DOMAIN_RUST && scenario->fault_domain != FH_DOMAIN_C)
        fh_fail("the plan is wrong: a fault of domain %u", scenario->fault_domain);
#if !defined(FH_LEDGER) && !defined(FH_ASAN)
    fh_refuse_link();
#endif
    memset(&fault, 0, sizeof(fault));
    memset(kept, 0, n_kept * sizeof(*kept));
    n_kept = 0;
    forget_claims();
    if (scenario->fault == 0)
        return;
    fault.counts = true;
    fault.n = scenario->fault;
    fh_fault_set(FH_DOMAIN_RUST, FH_FAULT_NEVER);
    fh_fault_set(FH_DOMAIN_C, FH_FAULT_NEVER);
    if (scenario->fault == FH_PLAN_COUNTS)
        return;
    fault.domain = scenario->fault_domain;
    fh_fault_set(fault.domain, fault.n);
}

/* What was asked for after the fault is not counted. */
static uint64_t count_requests(enum fh_domain domain)
{
    const uint64_t left = fh_fault_left(domain);
    return domain == fault.domain ? fault.n - left : FH_FAULT_NEVER - left;
}

void fh_one_fault_end(void)
{
    if (!fault.counts)
        return;
    const uint64_t values[] = {count_requests(FH_DOMAIN_RUST), count_requests(FH_DOMAIN_C),
                               fh_one_fault_has_happened()};
    fh_fault_set(FH_DOMAIN_RUST, 0);
    fh_fault_set(FH_DOMAIN_C, 0);
    fh_event_write(FH_EVENT_REQUESTS, values, 3, NULL);
    fault.counts = false;
}

bool fh_one_fault_has_happened(void)
{
    return fault.domain != FH_DOMAIN_UNKNOWN && fh_fault_left(fault.domain) == 0;
}

bool fh_one_fault_leaves_out(const void *address)
{
    return (uintptr_t)address < LOWEST_ADDRESS && fh_one_fault_has_happened();
}

/* Beyond what there is room for, a leak is reported that may be none of the library's; nobody writes so many.
 */
static void keep(const void *address)
{
    if (n_kept < KEPT_MAX)
        kept[n_kept++] = address;
}

static bool is_missing(const void *value, const struct fh_plan_type *type)
{
    const void *address;
    if (type->kind == FH_PLAN_POINTER) {
        memcpy(&address, value, sizeof(address));
        return (uintptr_t)address < LOWEST_ADDRESS;
    }
    if (type->kind != FH_PLAN_STRUCT)
        return false;
    for (uint32_t i = 0; i < type->size; i++)
        if (((const char *)value)[i] != 0)
            return false;
    return true;
}

/* All the words of a call's arguments that may be addresses of blocks. */
static void keep_arguments(const struct fh_interpreter *run, const struct fh_plan_op *op)
{
    const struct fh_plan_signature *signature = fh_plan_signature_at(op->b);
    for (uint32_t i = 0; i < signature->n_arguments; i++) {
        const struct fh_plan_type *type = fh_plan_type_at(fh_plan_element_at(signature->first_argument + i));
        const char *value = fh_slot_at(run, fh_plan_argument_at(op->c + i), type->size);
        for (uint32_t at = 0; at + sizeof(void *) <= type->size; at += sizeof(void *)) {
            const void *word;
            memcpy(&word, value + at, sizeof(word));
            bool is_claimed = false;
            for (uint32_t j = 0; j < n_claimed; j++)
                is_claimed |= claimed[j] == word;
            if (!is_claimed)
                keep(word);
        }
    }
}

static bool lacks_argument(const struct fh_interpreter *run, const struct fh_plan_op *op)
{
    const struct fh_plan_signature *signature = fh_plan_signature_at(op->b);
    for (uint32_t i = 0; i < signature->n_arguments; i++) {
        const struct fh_plan_type *type = fh_plan_type_at(fh_plan_element_at(signature->first_argument + i));
        const bool may_be_null = i < 64 && ((uint64_t)op->immediate >> i & 1) != 0;
        if (!may_be_null && is_missing(fh_slot_at(run, fh_plan_argument_at(op->c + i), type->size), type))
            return true;
    }
    return false;
}

bool fh_one_fault_guard(const struct fh_interpreter *run, const struct fh_plan_op *op)
{
    if (!fh_one_fault_has_happened() || !lacks_argument(run, op))
        return false;
    keep_arguments(run, op);
    if (op->size != FH_PLAN_NONE) {
        const uint32_t size = fh_plan_type_at(fh_plan_signature_at(op->b)->result)->size;
        memset(fh_slot_at(run, op->size, size), 0, size);
    }
    return true;
}

void fh_one_fault_claim(const void *address)
{
    if (fault.counts && n_claimed < CLAIMED_MAX)
        claimed[n_claimed++] = address;
}

void fh_one_fault_call_begin(void)
{
    fault.has_happened = fh_one_fault_has_happened();
}

void fh_one_fault_call_end(const struct fh_interpreter *run, const struct fh_plan_op *op)
{
    if (!fault.has_happened && fh_one_fault_has_happened())
        keep_arguments(run, op);
    forget_claims();
}
