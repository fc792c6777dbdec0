// SPDX-License-Identifier: MIT
#include "import/read_finding.h"
#include "model/finding.h"
#include "model/kinds.h"
#include "model/report.h"
#include "model/result.h"
#include "model/stack.h"
#include "wire/domain.h"

const char *fh_name_of_kind(guint value)
{
    return value > 0 ? fh_kind_info((enum fh_kind)value)->name : NULL;
}

static const char *name_of_outside(guint value)
{
    return fh_outside_name((enum fh_outside)value);
}

const char *fh_name_of_domain(guint value)
{
    return fh_domain_name((enum fh_domain)value);
}

/* What only some frames have. */
static void read_place(struct fh_members *members, struct fh_frame *frame)
{
    if (fh_members_has(members, "directory"))
        frame->directory = fh_take_text(members, "directory");
    if (fh_members_has(members, "object"))
        frame->object = fh_take_text(members, "object");
    frame->address = fh_take_address(members);
    frame->is_inlined = fh_members_has(members, "inlined") && fh_take_flag(members, "inlined");
    frame->is_harness = fh_members_has(members, "harness") && fh_take_flag(members, "harness");
}

static void read_frame(struct fh_members *members, gpointer target)
{
    struct fh_stack *stack = target;
    struct fh_frame *frame = fh_frame_new();
    g_ptr_array_add(stack->frames, frame);
    frame->function = fh_take_text_or_null(members, "function");
    frame->file = fh_take_text_or_null(members, "file");
    frame->line = fh_take_line(members, "line");
    read_place(members, frame);
}

static void read_stack(struct fh_members *members, gpointer target)
{
    struct fh_finding *finding = target;
    struct fh_stack *stack = fh_stack_new(NULL);
    g_ptr_array_add(finding->stacks, stack);
    stack->role = fh_take_text(members, "role");
    fh_take_objects(members, "frames", read_frame, stack);
}

static void read_block(struct fh_members *members, gpointer target)
{
    struct fh_block *block = target;
    block->address = fh_take_address(members);
    block->size = fh_take_count(members, "size");
    block->offset = fh_take_number(members, "offset");
}

/* Where a kind has several numbers; any other is at odds with the rest (unchanged.h). */
static void read_cwe(struct fh_members *members, struct fh_finding *finding)
{
    guint64 cwe = 0;
    fh_take_count_or_null(members, "cwe", &cwe);
    finding->closer_cwe = cwe <= G_MAXUINT && fh_kind_has_cwe(finding->kind, (guint)cwe) ? (guint)cwe : 0;
}

static void read_sides(struct fh_members *members, struct fh_finding *finding)
{
    finding->allocated_by =
        fh_take_choice(members, "allocated_by", "allocation domain", fh_name_of_domain, FH_DOMAIN_COUNT);
    finding->released_by =
        fh_take_choice(members, "released_by", "allocation domain", fh_name_of_domain, FH_DOMAIN_COUNT);
    finding->allocator = fh_take_text_or_null(members, "allocator");
    finding->releaser = fh_take_text_or_null(members, "releaser");
    if (fh_members_has(members, "allocating_host"))
        finding->allocating_host = fh_take_text(members, "allocating_host");
    if (fh_members_has(members, "releasing_host"))
        finding->releasing_host = fh_take_text(members, "releasing_host");
    finding->block.is_known = fh_take_object_or_null(members, "block", read_block, &finding->block);
}

static void read_judgement(struct fh_members *members, struct fh_finding *finding)
{
    finding->is_expected = fh_take_flag(members, "expected");
    finding->is_known = fh_take_flag(members, "known");
    if (fh_members_has(members, "outside"))
        finding->outside = fh_take_choice(members, "outside", "part of what was asked for", name_of_outside,
                                          FH_OUTSIDE_COUNT);
    finding->fingerprint = fh_take_text_or_null(members, "fingerprint");
}

void fh_read_finding(struct fh_members *members, gpointer target)
{
    struct fh_result *result = target;
    guint kind = fh_take_choice(members, "kind", "kind", fh_name_of_kind, FH_KIND_COUNT);
    struct fh_finding *finding = fh_finding_new((enum fh_kind)kind);
    g_ptr_array_add(result->findings, finding);
    read_cwe(members, finding);
    finding->file = fh_take_text_or_null(members, "file");
    finding->line = fh_take_line(members, "line");
    finding->message = fh_take_text(members, "message");
    read_judgement(members, finding);
    read_sides(members, finding);
    fh_take_count_or_null(members, "bytes", &finding->bytes);
    fh_take_count_or_null(members, "blocks", &finding->blocks);
    fh_take_objects(members, "stacks", read_stack, finding);
    fh_take_texts(members, "folded", finding->folded);
    finding->record = fh_take_text_or_null(members, "record");
}

void fh_read_known(struct fh_members *members, gpointer target)
{
    GPtrArray *entries = target;
    guint kind = fh_take_choice(members, "kind", "kind", fh_name_of_kind, FH_KIND_COUNT);
    struct fh_known *known = fh_known_new((enum fh_kind)kind);
    g_ptr_array_add(entries, known);
    known->fingerprint = fh_take_text(members, "fingerprint");
    known->scenario = fh_take_text_or_null(members, "scenario");
    known->file = fh_take_text_or_null(members, "file");
    known->engine = fh_take_text_or_null(members, "engine");
    known->message = fh_take_text_or_null(members, "message");
    known->count = fh_take_small_count(members, "count");
}
