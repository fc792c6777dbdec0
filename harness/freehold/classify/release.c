// SPDX-License-Identifier: MIT
#include "classify/release.h"

#include <string.h>

#include "classify/outside_libc.h"
#include "classify/stack.h"
#include "classify/words.h"
#include "model/finding.h"
#include "model/stack.h"

static void set_sides(struct fh_finding *finding, const struct fh_stack *allocated,
                      const struct fh_stack *released)
{
    finding->allocated_by = fh_stack_domain(allocated, &finding->allocator);
    finding->released_by = fh_stack_domain(released, &finding->releaser);
}

/* ASan takes the rust heap for C++'s: what it calls a wrong size or alignment may be a release by the other
 * side. */
static gboolean is_cross(const struct fh_record *record)
{
    enum fh_domain allocated_by = fh_stack_domain(record->block_stack, NULL);
    enum fh_domain released_by = fh_stack_domain(record->stack, NULL);

    return allocated_by != FH_DOMAIN_UNKNOWN && released_by != FH_DOMAIN_UNKNOWN &&
           (allocated_by == FH_DOMAIN_RUST) != (released_by == FH_DOMAIN_RUST);
}

/* C++'s own checks of newer Valgrinds: "Mismatched new/delete size value", "Mismatched … alignment …";
 * ASan's. */
static gboolean is_about_layout(const struct fh_record *record)
{
    if (g_str_has_prefix(record->headline, "new-delete-type-mismatch"))
        return !is_cross(record);
    return strstr(record->headline, " size") || strstr(record->headline, "alignment");
}

static char *alignment_words(guint64 alignment)
{
    return alignment == 0 ? g_strdup("the default alignment")
                          : g_strdup_printf("an alignment of %" G_GUINT64_FORMAT, alignment);
}

/* " as one of 8 bytes", " as one with an alignment of 32, not 64": what the log says of it. */
static char *layout_words(const struct fh_layouts *layouts)
{
    g_autofree char *size = fh_words_count(layouts->given_size, "byte");
    g_autofree char *given = alignment_words(layouts->given_alignment);
    g_autofree char *made = alignment_words(layouts->made_alignment);

    if (layouts->has_sizes && layouts->has_alignments)
        return g_strdup_printf(" as one of %s with %s, not %s", size, given, made);
    if (layouts->has_sizes)
        return g_strdup_printf(" as one of %s", size);
    if (layouts->has_alignments)
        return g_strdup_printf(" as one with %s, not %s", given, made);
    return g_strdup(" with another size or alignment");
}

static void classify_mismatch(struct fh_classification *classification, const struct fh_record *record,
                              guint position, guint line)
{
    gboolean is_layout = is_about_layout(record);
    struct fh_candidate *candidate =
        fh_candidate_add(classification, is_layout ? FH_KIND_LAYOUT_MISMATCH : FH_KIND_CROSS_ALLOCATOR_FREE,
                         record, position, line);
    struct fh_finding *finding = candidate->finding;

    set_sides(finding, record->block_stack, record->stack);
    g_autofree char *words = fh_words_mismatch(finding);
    g_autofree char *layout = is_layout ? layout_words(&record->layouts) : NULL;
    finding->message = g_strconcat(words, layout, NULL);
    fh_candidate_add_stack(candidate, record->stack, "released");
    fh_candidate_add_stack(candidate, record->block_stack, "allocated");
}

/* ": by C's free() at line 4, then"; "," when the log does not show it. */
static char *first_release_words(const struct fh_record *record)
{
    g_autofree char *function = NULL;
    enum fh_domain domain = fh_stack_domain(record->block_stack, &function);
    g_autofree char *releaser = fh_words_releaser(domain, function);
    g_autofree char *line = fh_words_line(record->block_stack);

    return record->block_stack ? g_strdup_printf(": by %s%s, then", releaser, line) : g_strdup(",");
}

static void classify_double(struct fh_classification *classification, const struct fh_record *record,
                            guint position, guint line)
{
    struct fh_candidate *candidate =
        fh_candidate_add(classification, FH_KIND_DOUBLE_FREE, record, position, line);
    struct fh_finding *finding = candidate->finding;

    set_sides(finding, record->block_alloc_stack, record->stack);
    g_autofree char *block = fh_words_block(finding);
    g_autofree char *first = first_release_words(record);
    g_autofree char *releaser = fh_words_releaser(finding->released_by, finding->releaser);
    finding->message =
        g_strdup_printf("%s was released twice%s %s by %s", block, first,
                        fh_words_is_resize(finding->releaser) ? "reallocated" : "again", releaser);
    fh_candidate_add_stack(candidate, record->stack, "released");
    fh_candidate_add_stack(candidate, record->block_stack, "first released");
    fh_candidate_add_stack(candidate, record->block_alloc_stack, "allocated");
}

/* 'data symbol "name"', "inside of global variable 'name'", when the record says so. */
static char *static_memory(const struct fh_record *record)
{
    static const char *const marks[] = {"data symbol \"", "inside of global variable '"};

    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        const char *found = strstr(record->text, marks[i]);
        const char *name = found ? found + strlen(marks[i]) : NULL;

        if (name)
            return g_strdup_printf("static memory (%.*s)", (int)strcspn(name, "'\""), name);
    }
    return g_strdup("static or mapped memory");
}

static char *target_words(const struct fh_record *record, const struct fh_stack *allocated)
{
    g_autofree char *function = NULL;
    enum fh_domain domain = fh_stack_domain(allocated, &function);
    g_autofree char *by = fh_words_side(domain, function);
    g_autofree char *place = record->block.is_known ? fh_words_place(&record->block) : NULL;

    switch (record->address_kind) {
    case FH_ADDRESS_LIVE_BLOCK:
        return g_strdup_printf("%s allocated by %s", place, by);
    case FH_ADDRESS_FREED_BLOCK:
        return g_strdup_printf("%s that was released already, allocated by %s", place, by);
    case FH_ADDRESS_STACK:
        return g_strdup("a variable on the stack");
    case FH_ADDRESS_MAPPED:
        return static_memory(record);
    default:
        return g_strdup("memory that is no heap block");
    }
}

static void classify_invalid(struct fh_classification *classification, const struct fh_record *record,
                             guint position, guint line)
{
    struct fh_candidate *candidate =
        fh_candidate_add(classification, FH_KIND_INVALID_FREE, record, position, line);
    struct fh_finding *finding = candidate->finding;
    const struct fh_stack *allocated =
        candidate->is_on_freed_block ? record->block_alloc_stack : record->block_stack;

    set_sides(finding, allocated, record->stack);
    if (!record->block.is_known)
        finding->allocated_by = FH_DOMAIN_NONE;
    g_autofree char *releaser = fh_words_releaser(finding->released_by, finding->releaser);
    g_autofree char *target = target_words(record, allocated);
    finding->message = g_strdup_printf("%s was given a pointer to %s", releaser, target);
    fh_candidate_add_stack(candidate, record->stack, "released");
    if (candidate->is_on_freed_block)
        fh_candidate_add_stack(candidate, record->block_stack, "first released");
    fh_candidate_add_stack(candidate, allocated, "allocated");
}

static gboolean is_of_imports(const struct fh_stack *stack)
{
    for (guint i = 0; stack && i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);

        if (frame->function && g_str_has_prefix(frame->function, "fh_import_"))
            return TRUE;
    }
    return FALSE;
}

/* The library that had the block of malloc(), by an import, and released it by a free() that it got
 * otherwise: whether Rust or C code of it had made the block can't be told. NULL: it is not so. Where C code
 * calls what the library imports, the process knows it (preload/import_c_code.h). */
static const struct fh_event *released_by_its_own(const struct fh_trace *trace,
                                                  const struct fh_stack *allocated,
                                                  const struct fh_stack *released)
{
    if (!is_of_imports(allocated) || is_of_imports(released))
        return NULL;
    const struct fh_frame *maker = fh_frame_outside_libc(allocated, trace->events);
    const struct fh_frame *taker = fh_frame_outside_libc(released, trace->events);
    const struct fh_event *object = maker ? fh_object_of_frame(maker, trace->events) : NULL;

    if (!object || !taker || fh_object_of_frame(taker, trace->events) != object)
        return NULL;
    /* Of a library that ends in a jump to malloc(), no frame is left. */
    return object->values[3] == FH_OBJECT_REWRITTEN || object->values[3] == FH_OBJECT_UNPROVEN ? object
                                                                                               : NULL;
}

gboolean fh_release_is_undecided(struct fh_classification *classification, const struct fh_stack *allocated,
                                 const struct fh_stack *released)
{
    const struct fh_event *library = released_by_its_own(classification->trace, allocated, released);

    if (library && !classification->out->reason)
        classification->out->reason = g_strdup_printf("%s released a block that it had of malloc(), by a "
                                                      "free() that it does not import (found with dlsym(), "
                                                      "or handed to it): whether the block is Rust's can't "
                                                      "be told in a library without symbols. Audit a "
                                                      "build with symbols",
                                                      fh_event_text(library));
    return library != NULL;
}

void fh_classify_release(struct fh_classification *classification, const struct fh_record *record,
                         guint position, guint line)
{
    if (record->type == FH_RECORD_MISMATCHED_FREE &&
        fh_release_is_undecided(classification, record->block_stack, record->stack))
        return;
    if (record->type == FH_RECORD_MISMATCHED_FREE)
        classify_mismatch(classification, record, position, line);
    else if (record->address_kind == FH_ADDRESS_FREED_BLOCK && record->block.offset == 0)
        classify_double(classification, record, position, line);
    else
        classify_invalid(classification, record, position, line);
}
