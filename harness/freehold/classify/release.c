// SPDX-License-Identifier: MIT
#include "classify/release.h"

#include <string.h>

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

/* ASan takes the rust heap for C++'s: what it calls a wrong size or alignment may be a release by the other side. */
static gboolean is_cross(const struct fh_record *record)
{
    enum fh_domain allocated_by = fh_stack_domain(record->block_stack, NULL);
    enum fh_domain released_by = fh_stack_domain(record->stack, NULL);

    return allocated_by != FH_DOMAIN_UNKNOWN && released_by != FH_DOMAIN_UNKNOWN &&
           (allocated_by == FH_DOMAIN_RUST) != (released_by == FH_DOMAIN_RUST);
}

/* C++'s own checks of newer Valgrinds: "Mismatched new/delete size value", "Mismatched … alignment …"; ASan's. */
static gboolean is_about_layout(const struct fh_record *record)
{
    if (g_str_has_prefix(record->headline, "new-delete-type-mismatch"))
        return !is_cross(record);
    return strstr(record->headline, " size") || strstr(record->headline, "alignment");
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
    finding->message = g_strconcat(words, is_layout ? " with another size or alignment" : "", NULL);
    fh_candidate_add_stack(candidate, record->stack, "released");
    fh_candidate_add_stack(candidate, record->block_stack, "allocated");
}

static void classify_double(struct fh_classification *classification, const struct fh_record *record,
                            guint position, guint line)
{
    struct fh_candidate *candidate =
        fh_candidate_add(classification, FH_KIND_DOUBLE_FREE, record, position, line);
    struct fh_finding *finding = candidate->finding;
    g_autofree char *first_function = NULL;
    enum fh_domain first = fh_stack_domain(record->block_stack, &first_function);

    set_sides(finding, record->block_alloc_stack, record->stack);
    g_autofree char *size = fh_words_count(record->block.size, "byte");
    g_autofree char *by = fh_words_side(finding->allocated_by, finding->allocator);
    g_autofree char *first_releaser = fh_words_releaser(first, first_function);
    g_autofree char *first_line = fh_words_line(record->block_stack);
    g_autofree char *releaser = fh_words_releaser(finding->released_by, finding->releaser);
    finding->message = g_strdup_printf(
        "block of %s allocated by %s was released twice: by %s%s, then %s by %s", size, by, first_releaser,
        first_line, fh_words_is_resize(finding->releaser) ? "reallocated" : "again", releaser);
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

void fh_classify_release(struct fh_classification *classification, const struct fh_record *record,
                         guint position, guint line)
{
    if (record->type == FH_RECORD_MISMATCHED_FREE)
        classify_mismatch(classification, record, position, line);
    else if (record->address_kind == FH_ADDRESS_FREED_BLOCK && record->block.offset == 0)
        classify_double(classification, record, position, line);
    else
        classify_invalid(classification, record, position, line);
}
