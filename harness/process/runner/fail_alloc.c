/* SPDX-License-Identifier: MIT */
#include "fail_alloc.h"

#include "heap/backend.h"
#include "heap/event_writer.h"
#include "heap/fail.h"
#include "heap/faults.h"
#include "plan_map.h"
#include "value.h"

/* Where each side's is asked for. */
static struct {
    const char *source; /* NULL: nowhere */
    uint32_t line;
} asked[FH_DOMAIN_COUNT];

/* A failure that never happened proves nothing about the path behind it. */
static void settle(enum fh_domain domain)
{
    struct fh_text text = {.length = 0};
    uint64_t values[] = {fh_fault_left(domain), 0};
    uint32_t line = fh_events->current_line;
    if (values[0] > 0 && asked[domain].source) {
        fh_text_add(&text, "%s: nothing failed, %llu more would have had to be asked for",
                    asked[domain].source, (unsigned long long)values[0]);
        fh_events->current_line = asked[domain].line;
        fh_event_write(FH_EVENT_EXPECT, values, 2, text.bytes);
        fh_events->current_line = line;
    }
    fh_fault_set(domain, 0);
    asked[domain].source = NULL;
}

void fh_fail_allocation(struct fh_interpreter *run, const struct fh_plan_op *op)
{
    (void)run;
    if (op->a >= FH_DOMAIN_COUNT)
        fh_fail("the plan is wrong: domain %u", op->a);
    if (op->a == FH_DOMAIN_C && !fh_backend()->fails_c)
        fh_fail("asan can't make an allocation of C's fail: run this scenario with --engine ledger,valgrind");
    settle(op->a);
    asked[op->a].source = fh_plan_string(op->b);
    asked[op->a].line = fh_events->current_line;
    fh_fault_set(op->a, (uint64_t)op->immediate);
}

void fh_fail_finish(void)
{
    settle(FH_DOMAIN_RUST);
    settle(FH_DOMAIN_C);
}
