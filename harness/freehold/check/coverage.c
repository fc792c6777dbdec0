// SPDX-License-Identifier: MIT
#include "check/coverage.h"

#include "api/lookup.h"
#include "check/builder.h"
#include "check/contract.h"
#include "wire/events.h"

#define RESULT "result"

/* What a point needs to be seen. */
struct condition {
    fh_slot slot;    /* FH_PLAN_NONE: nothing */
    guint32 size;    /* bytes */
    gint64 indirect; /* the slot holds an address, and the value lies so many bytes behind it; -1: it does
                        not */
    gboolean is_zero;
};

/* Called once for each point of a function, in one order whoever asks. */
typedef void (*visit_point)(gpointer data, enum fh_point_kind kind, const char *what,
                            const struct condition *condition);

struct visiting {
    const struct fh_function *function;
    const GArray *arguments; /* fh_slot; NULL: there is no call */
    fh_slot result;
    visit_point visit;
    gpointer data;
};

static void visit_transfer(const struct visiting *visiting, const char *what, const struct fh_type *type,
                           fh_slot slot, gboolean is_out)
{
    guint32 offset;
    const struct fh_type *value = is_out ? type->target : type;
    if ((is_out && type->kind != FH_TYPE_POINTER) || !fh_owned_pointer(value, &offset))
        return;
    const struct condition condition = {.slot = is_out ? slot : slot + offset,
                                        .size = sizeof(void *),
                                        .indirect = is_out ? (gint64)offset : -1};
    visiting->visit(visiting->data, FH_POINT_TRANSFER, what, &condition);
}

static void visit_parameter(const struct visiting *visiting, guint i)
{
    const struct fh_parameter *parameter = g_ptr_array_index(visiting->function->parameters, i);
    fh_slot slot = visiting->arguments ? g_array_index(visiting->arguments, fh_slot, i) : 0;
    /* Whether one on success took place, only the result tells. */
    if (parameter->ownership.transfer == FH_TRANSFER_FULL && !parameter->ownership.is_on_success)
        visit_transfer(visiting, parameter->name, parameter->type, slot, parameter->ownership.is_out);
}

static void visit_outcome(const struct visiting *visiting, const char *what, gboolean is_zero)
{
    const struct condition condition = {.slot = visiting->result,
                                        .size = (guint32)visiting->function->type->result->size,
                                        .indirect = -1,
                                        .is_zero = is_zero};
    visiting->visit(visiting->data, FH_POINT_OUTCOME, what, &condition);
}

/* A bool, an int, or an enum says whether it worked, and so does NULL where the contract allows it. Other
 * numbers are results like any. */
static void visit_outcomes(const struct visiting *visiting)
{
    const struct fh_function *function = visiting->function;
    const struct fh_type *result = function->type->result;
    if (result->kind == FH_TYPE_BOOL) {
        visit_outcome(visiting, "true", FALSE);
        visit_outcome(visiting, "false", TRUE);
    } else if (function->returns_enum || (result->kind == FH_TYPE_SIGNED && result->size == sizeof(int))) {
        visit_outcome(visiting, "0", TRUE);
        visit_outcome(visiting, "not 0", FALSE);
    } else if (result->kind == FH_TYPE_POINTER && function->result.is_nullable) {
        visit_outcome(visiting, "NULL", TRUE);
    }
}

static void visit_points(const struct visiting *visiting)
{
    const struct condition none = {.slot = FH_PLAN_NONE, .indirect = -1};
    visiting->visit(visiting->data, FH_POINT_FUNCTION, NULL, &none);
    if (visiting->function->result.transfer == FH_TRANSFER_FULL)
        visit_transfer(visiting, RESULT, visiting->function->type->result, visiting->result, FALSE);
    for (guint i = 0; i < visiting->function->parameters->len; i++)
        visit_parameter(visiting, i);
    visit_outcomes(visiting);
}

struct adding {
    struct fh_coverage *coverage;
    const char *function;
};

static void add_point(gpointer data, enum fh_point_kind kind, const char *what,
                      const struct condition *condition)
{
    struct adding *adding = data;
    (void)condition;
    if (adding->coverage->points->len < FH_EVENTS_POINTS)
        fh_coverage_add(adding->coverage, kind, adding->function, what);
}

static gboolean is_counted(const struct fh_function *function, GHashTable *defined)
{
    return (function->is_library || (function->is_included && defined)) &&
           (!defined || g_hash_table_contains(defined, function->name));
}

struct fh_coverage *fh_coverage_of_api(const struct fh_api *api, GHashTable *defined)
{
    struct fh_coverage *coverage = fh_coverage_new(NULL);
    for (const char *const *name = fh_api_function_names(api); *name; name++) {
        const struct fh_function *function = fh_api_function(api, *name);
        struct adding adding = {coverage, *name};
        const struct visiting visiting = {.function = function, .visit = add_point, .data = &adding};
        if (is_counted(function, defined))
            visit_points(&visiting);
    }
    return coverage;
}

struct emitting {
    struct fh_lowering *l;
    guint next;
};

static void emit_point(gpointer data, enum fh_point_kind kind, const char *what,
                       const struct condition *condition)
{
    struct emitting *emitting = data;
    const GPtrArray *points = emitting->l->coverage->points;
    guint index = emitting->next++;
    (void)kind;
    (void)what;
    if (index >= points->len) /* more than a run can note */
        return;
    fh_builder_emit(emitting->l->builder, (struct fh_plan_op){.opcode = FH_OP_SEE,
                                                              .a = index,
                                                              .b = condition->slot,
                                                              .c = condition->is_zero,
                                                              .size = condition->size,
                                                              .immediate = condition->indirect});
}

/* The index of the first point of `name`; FALSE: it has none. */
static gboolean first_point(const struct fh_coverage *coverage, const char *name, guint *index)
{
    for (guint i = 0; i < coverage->points->len; i++)
        if (g_str_equal(((const struct fh_point *)g_ptr_array_index(coverage->points, i))->function, name)) {
            *index = i;
            return TRUE;
        }
    return FALSE;
}

void fh_coverage_emit(struct fh_lowering *l, const struct fh_function *function, const GArray *arguments,
                      fh_slot result)
{
    struct emitting emitting = {.l = l};
    const struct visiting visiting = {.function = function,
                                      .arguments = arguments,
                                      .result = result,
                                      .visit = emit_point,
                                      .data = &emitting};
    if (first_point(l->coverage, function->name, &emitting.next))
        visit_points(&visiting);
}
