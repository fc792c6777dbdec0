/* SPDX-License-Identifier: MIT */
#include "expect.h"

#include "heap/backend.h"
#include "heap/event_writer.h"
#include "heap/fail.h"
#include "one_fault.h"
#include "outside_heaps.h"
#include "plan_map.h"
#include "value.h"
#include "views.h"
#include "wire/domain.h"

union operand {
    int64_t integer;
    uint64_t magnitude;
    double real;
    const char *string;
};

/* NaN is nothing: neither less, nor equal, nor greater. */
struct order {
    bool is_less, is_equal, is_greater;
};

#define ORDER_OF(a, b) ((struct order){(a) < (b), (a) == (b), (a) > (b)})

static struct order compare(uint32_t kind, union operand left, union operand right)
{
    switch (kind) {
    case FH_COMPARE_SIGNED:
        return ORDER_OF(left.integer, right.integer);
    case FH_COMPARE_UNSIGNED:
    case FH_COMPARE_POINTER:
        return ORDER_OF(left.magnitude, right.magnitude);
    case FH_COMPARE_DOUBLE:
        return ORDER_OF(left.real, right.real);
    case FH_COMPARE_STRING: {
        int order = fh_value_compare_strings(left.string, right.string);
        return ORDER_OF(order, 0);
    }
    default:
        fh_fail("the plan is wrong: comparison of kind %u", kind);
    }
}

static bool is_in_order(struct order order, uint32_t relation)
{
    switch (relation) {
    case FH_RELATION_EQ:
        return order.is_equal;
    case FH_RELATION_NE:
        return !order.is_equal;
    case FH_RELATION_LT:
        return order.is_less;
    case FH_RELATION_LE:
        return order.is_less || order.is_equal;
    case FH_RELATION_GT:
        return order.is_greater;
    case FH_RELATION_GE:
        return order.is_greater || order.is_equal;
    default:
        fh_fail("the plan is wrong: relation %u", relation);
    }
}

bool fh_relation_holds(int64_t left, uint32_t relation, int64_t right)
{
    return is_in_order(ORDER_OF(left, right), relation);
}

static void add_value(struct fh_text *text, uint32_t kind, union operand value)
{
    if (kind == FH_COMPARE_SIGNED)
        fh_text_add(text, "%lld", (long long)value.integer);
    else if (kind == FH_COMPARE_UNSIGNED)
        fh_text_add(text, "%llu", (unsigned long long)value.magnitude);
    else if (kind == FH_COMPARE_DOUBLE)
        fh_text_add(text, "%.17g", value.real);
    else if (kind == FH_COMPARE_STRING)
        fh_text_add_string(text, value.string);
    else if (value.magnitude == 0)
        fh_text_add(text, "null");
    else
        fh_text_add(text, "%#llx", (unsigned long long)value.magnitude);
}

/* The strings were read once already; what is wrong with them was reported then. */
static void report(const struct fh_plan_op *op, uint32_t kind, union operand left, union operand right)
{
    struct fh_text text = {.length = 0};
    fh_backend()->report_errors(false);
    fh_text_add(&text, "%s: it is ", fh_plan_string((uint32_t)op->immediate));
    add_value(&text, kind, left);
    fh_backend()->report_errors(true);
    uint64_t values[] = {left.magnitude, right.magnitude};
    fh_event_write(FH_EVENT_EXPECT, values, 2, text.bytes);
}

void fh_expect_values(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    if (fh_one_fault_has_happened())
        return;
    uint32_t kind = op->c & 0xff;
    union operand left = {.integer = fh_slot_value(run, op->a)};
    union operand right = {.integer = fh_slot_value(run, op->b)};
    if (kind == FH_COMPARE_STRING) {
        fh_views_use(left.string, FH_PLAN_NONE);
        fh_views_use(right.string, FH_PLAN_NONE);
    }
    if (is_in_order(compare(kind, left, right), op->c >> 8))
        return;
    report(op, kind, left, right);
    run->is_over = op->size != 0;
}

static enum fh_domain owner_of(const void *address)
{
    switch (fh_backend()->owner(address)) {
    case FH_OWNED_BY_RUST:
        return FH_DOMAIN_RUST;
    case FH_OWNED_BY_NONE:
        return FH_DOMAIN_NONE;
    default:
        return fh_is_outside_heaps(address) ? FH_DOMAIN_NONE : FH_DOMAIN_UNKNOWN;
    }
}

static void report_owner(const char *source, const void *address, enum fh_domain expected,
                         enum fh_domain owner)
{
    uint64_t values[] = {(uintptr_t)address, expected, owner};
    fh_event_write(FH_EVENT_OWNER, values, 3, source);
}

static void ask_engine(const char *source, const void *address, enum fh_domain expected)
{
    uint64_t values[] = {(uintptr_t)address, expected, FH_DOMAIN_UNKNOWN};
    fh_notice_of_event(fh_event_write(FH_EVENT_OWNER, values, 3, source), "owner", address);
}

void fh_expect_owner(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    if (fh_one_fault_has_happened())
        return;
    const void *address = *(void **)fh_slot_at(run, op->a, sizeof(void *));
    const char *source = fh_plan_string((uint32_t)op->immediate);
    enum fh_domain expected = op->b, owner = owner_of(address);
    if (expected >= FH_DOMAIN_COUNT)
        fh_fail("the plan is wrong: domain %u", op->b);
    if (owner == FH_DOMAIN_UNKNOWN)
        ask_engine(source, address, expected);
    else if (owner != expected)
        report_owner(source, address, expected, owner);
}
