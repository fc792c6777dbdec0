// SPDX-License-Identifier: MIT
#include "check/faults.h"

#include "model/kinds.h"
#include "wire/plan.h"

static struct fh_plan_header *header_of(const struct fh_plan *plan)
{
    return (struct fh_plan_header *)(gpointer)plan->bytes->data;
}

static struct fh_plan_scenario *scenario_at(const struct fh_plan *plan, guint index)
{
    const struct fh_plan_section *section = &header_of(plan)->scenarios;
    g_assert(index < section->count);
    return (struct fh_plan_scenario *)(gpointer)(plan->bytes->data + section->offset) + index;
}

void fh_plan_count_requests(struct fh_plan *plan)
{
    for (guint i = 0; i < plan->scenarios->len; i++) {
        ((struct fh_planned *)g_ptr_array_index(plan->scenarios, i))->counts_requests = TRUE;
        scenario_at(plan, i)->fault = FH_PLAN_COUNTS;
    }
}

static void add_planned(struct fh_plan *plan, const struct fh_plan_fault *fault)
{
    const struct fh_planned *original = g_ptr_array_index(plan->scenarios, fault->scenario);
    struct fh_planned *planned = g_new0(struct fh_planned, 1);
    planned->name = g_strdup_printf("%s [allocation %u of %s fails]", original->name, fault->number,
                                    fh_domain_name(fault->domain));
    planned->file = g_strdup(original->file);
    planned->line = original->line;
    planned->index = plan->scenarios->len;
    planned->expectations = g_array_new(FALSE, FALSE, sizeof(struct fh_expectation));
    planned->counts_requests = TRUE;
    planned->fault_domain = fault->domain;
    planned->fault = fault->number;
    g_ptr_array_add(plan->scenarios, planned);
}

/* The table moves to the end of the plan: nothing else refers to where it is. */
void fh_plan_add_faults(struct fh_plan *plan, const GArray *faults)
{
    static const guint8 zeros[sizeof(guint64)];
    g_autoptr(GArray) scenarios = g_array_new(FALSE, FALSE, sizeof(struct fh_plan_scenario));
    g_array_append_vals(scenarios, scenario_at(plan, 0), plan->scenarios->len);
    for (guint i = 0; i < faults->len; i++) {
        const struct fh_plan_fault *fault = &g_array_index(faults, struct fh_plan_fault, i);
        struct fh_plan_scenario scenario = *scenario_at(plan, fault->scenario);
        scenario.fault_domain = fault->domain;
        scenario.fault = fault->number;
        g_array_append_val(scenarios, scenario);
        add_planned(plan, fault);
    }
    g_byte_array_append(plan->bytes, zeros,
                        (sizeof(zeros) - plan->bytes->len % sizeof(zeros)) % sizeof(zeros));
    const struct fh_plan_section section = {.offset = plan->bytes->len, .count = scenarios->len};
    g_byte_array_append(plan->bytes, (const guint8 *)scenarios->data,
                        scenarios->len * (guint)sizeof(struct fh_plan_scenario));
    header_of(plan)->scenarios = section;
    header_of(plan)->size = plan->bytes->len;
}
