// SPDX-License-Identifier: MIT
#include "model/finding.h"

#define CWE_FREE_OF_INSIDE 761

static void free_stack(gpointer stack)
{
    fh_stack_free(stack);
}

struct fh_finding *fh_finding_new(enum fh_kind kind)
{
    struct fh_finding *finding = g_new0(struct fh_finding, 1);

    finding->kind = kind;
    finding->stacks = g_ptr_array_new_with_free_func(free_stack);
    finding->folded = g_ptr_array_new_with_free_func(g_free);
    return finding;
}

void fh_finding_free(struct fh_finding *finding)
{
    if (!finding)
        return;
    g_free(finding->file);
    g_free(finding->message);
    g_free(finding->allocator);
    g_free(finding->releaser);
    g_free(finding->allocating_host);
    g_free(finding->releasing_host);
    g_free(finding->wrong_release);
    g_ptr_array_unref(finding->stacks);
    g_ptr_array_unref(finding->folded);
    g_free(finding->record);
    g_free(finding->fingerprint);
    g_free(finding);
}

const char *fh_outside_name(enum fh_outside outside)
{
    static const char *const names[FH_OUTSIDE_COUNT] = {NULL, "focus", "kinds", "rust", "host"};
    g_assert((guint)outside < FH_OUTSIDE_COUNT);
    return names[outside];
}

gboolean fh_finding_is_new(const struct fh_finding *finding)
{
    return !finding->is_expected && !finding->is_known && finding->outside == FH_OUTSIDE_NOTHING;
}

static gint compare_severity(gconstpointer a, gconstpointer b)
{
    const struct fh_finding *left = *(struct fh_finding *const *)a, *right = *(struct fh_finding *const *)b;

    return (gint)fh_kind_info(right->kind)->severity - (gint)fh_kind_info(left->kind)->severity;
}

void fh_findings_sort(GPtrArray *findings)
{
    g_ptr_array_sort(findings, compare_severity);
}

guint fh_finding_cwe(const struct fh_finding *finding)
{
    const struct fh_block *block = &finding->block;
    if (finding->closer_cwe != 0)
        return finding->closer_cwe;
    if (finding->kind == FH_KIND_INVALID_FREE && block->is_known && block->offset > 0 &&
        (guint64)block->offset < block->size)
        return CWE_FREE_OF_INSIDE;
    return fh_kind_info(finding->kind)->cwe;
}

const struct fh_frame *fh_finding_users_frame(const struct fh_finding *finding)
{
    return finding->stacks->len > 0 ? fh_stack_users_frame(g_ptr_array_index(finding->stacks, 0)) : NULL;
}

const struct fh_frame *fh_finding_users_place(const struct fh_finding *finding)
{
    return finding->stacks->len > 0 ? fh_stack_users_place(g_ptr_array_index(finding->stacks, 0)) : NULL;
}
