// SPDX-License-Identifier: MIT
#include "classify/access.h"

#include <string.h>

#include "classify/stack.h"
#include "classify/words.h"
#include "model/finding.h"
#include "model/stack.h"

#define NULL_PAGE 4096

/* "read of 4 bytes", "the system call write(buf)" */
static char *deed_words(const struct fh_record *record)
{
    const char *syscall = "Syscall param ";
    g_autofree char *size = fh_words_count(record->access_size, "byte");

    if (record->type == FH_RECORD_INVALID_READ && record->access_size == 0)
        return g_strdup("access");
    if (record->type == FH_RECORD_INVALID_READ)
        return g_strdup_printf("read of %s", size);
    if (record->type == FH_RECORD_INVALID_WRITE)
        return g_strdup_printf("write of %s", size);
    if (g_str_has_prefix(record->headline, syscall)) {
        const char *name = record->headline + strlen(syscall);

        return g_strdup_printf("access by the system call %.*s", (int)strcspn(name, " "), name);
    }
    return g_strdup("access");
}

/* In a live block only where somebody closed it: ASan's poisoned memory, a container's reserve. */
static gboolean is_inside(const struct fh_block *block)
{
    return block->offset >= 0 && (guint64)block->offset < block->size;
}

/* ", at byte 2 of a block of 18 bytes", ", 1 byte before a block of 18 bytes" */
static char *block_words(const struct fh_block *block)
{
    g_autofree char *place = fh_words_place(block);

    return g_strconcat(is_inside(block) ? ", at " : ", ", place, NULL);
}

/* ", right after the variable 'name' of 8 bytes"; "" when the log names none. */
static char *variable_words(const struct fh_variable_place *variable)
{
    struct fh_block block = {.size = variable->size, .offset = variable->offset};
    g_autofree char *what = variable->name ? g_strdup_printf("the variable '%s'", variable->name) : NULL;
    g_autofree char *place = what ? fh_words_place_in(&block, what) : NULL;

    if (!what)
        return g_strdup("");
    return g_strconcat(is_inside(&block) ? ", at " : ", ", place, NULL);
}

static char *elsewhere_words(const struct fh_record *record)
{
    g_autofree char *variable = variable_words(&record->variable);

    switch (record->address_kind) {
    case FH_ADDRESS_STACK:
        return *variable ? g_strconcat(variable, " on the stack", NULL)
                         : g_strdup(" on the stack, outside of what is in use");
    case FH_ADDRESS_MAPPED:
        return *variable ? g_strconcat(variable, " in static memory", NULL)
                         : g_strdup(" in static or mapped memory, outside of what may be used");
    case FH_ADDRESS_CLOSED:
        return g_strdup(" in memory that was closed");
    default:
        return g_strdup(record->address < NULL_PAGE ? " through a null pointer"
                                                    : " in memory that is no block");
    }
}

/* " that C's free() had released at line 4" */
static char *release_words(const struct fh_record *record, const struct fh_finding *finding)
{
    g_autofree char *releaser = fh_words_releaser(finding->released_by, finding->releaser);
    g_autofree char *line = fh_words_line(record->block_stack);

    return record->block_stack ? g_strdup_printf(" that %s had released%s", releaser, line)
                               : g_strdup(" that was released");
}

static void classify_freed(struct fh_classification *classification, const struct fh_record *record,
                           guint position, guint line)
{
    struct fh_candidate *candidate =
        fh_candidate_add(classification, FH_KIND_USE_AFTER_FREE, record, position, line);
    struct fh_finding *finding = candidate->finding;

    finding->is_read = record->type == FH_RECORD_INVALID_READ;
    finding->allocated_by = fh_stack_domain(record->block_alloc_stack, &finding->allocator);
    finding->released_by = fh_stack_domain(record->block_stack, &finding->releaser);
    g_autofree char *action = deed_words(record);
    g_autofree char *place = record->block.is_known ? block_words(&record->block) : g_strdup(" in a block");
    g_autofree char *release = release_words(record, finding);
    finding->message = g_strconcat(action, place, release, NULL);
    fh_candidate_add_stack(candidate, record->stack, "accessed");
    fh_candidate_add_stack(candidate, record->block_stack, "released");
    fh_candidate_add_stack(candidate, record->block_alloc_stack, "allocated");
}

/* A variable of the stack after its end. */
static void classify_ended(struct fh_classification *classification, const struct fh_record *record,
                           guint position, guint line)
{
    struct fh_candidate *candidate =
        fh_candidate_add(classification, FH_KIND_USE_AFTER_FREE, record, position, line);
    struct fh_finding *finding = candidate->finding;
    gboolean is_returned = record->address_kind == FH_ADDRESS_RETURNED_STACK;

    finding->allocated_by = finding->released_by = FH_DOMAIN_NONE;
    finding->closer_cwe = is_returned ? FH_CWE_RETURNED_STACK : FH_CWE_EXPIRED;
    g_autofree char *action = deed_words(record);
    g_autofree char *variable = variable_words(&record->variable);
    finding->message =
        g_strdup_printf("%s%s on the stack, %s", action, *variable ? variable : " of a variable",
                        is_returned ? "whose function had returned" : "whose scope had ended");
    fh_candidate_add_stack(candidate, record->stack, "accessed");
}

static void classify_outside(struct fh_classification *classification, const struct fh_record *record,
                             guint position, guint line)
{
    struct fh_candidate *candidate =
        fh_candidate_add(classification, FH_KIND_OUT_OF_BOUNDS, record, position, line);
    struct fh_finding *finding = candidate->finding;
    g_autofree char *action = deed_words(record);

    finding->is_read = record->type == FH_RECORD_INVALID_READ;
    finding->closer_cwe = finding->is_read ? FH_CWE_READ_OUT_OF_BOUNDS : 0;
    if (record->address_kind == FH_ADDRESS_LIVE_BLOCK) {
        finding->allocated_by = fh_stack_domain(record->block_stack, &finding->allocator);
        g_autofree char *place = block_words(&record->block);
        g_autofree char *by = fh_words_side(finding->allocated_by, finding->allocator);
        finding->message = g_strdup_printf("%s%s allocated by %s%s", action, place, by,
                                           is_inside(&record->block) ? ", in a part that was closed" : "");
    } else {
        g_autofree char *place = elsewhere_words(record);
        finding->allocated_by = FH_DOMAIN_NONE;
        finding->message = g_strconcat(action, place, NULL);
    }
    fh_candidate_add_stack(candidate, record->stack, "accessed");
    fh_candidate_add_stack(candidate, record->block_stack, "allocated");
}

/* Valgrind says it in these words, and MemorySanitizer. */
static gboolean is_of_stack(const struct fh_record *record)
{
    return strstr(record->text, "created by a stack allocation") ||
           strstr(record->text, "in the stack frame");
}

/* Where the bytes that nobody set came from. */
static char *origin_words(const struct fh_record *record, const struct fh_finding *finding)
{
    if (is_of_stack(record))
        return g_strdup(", of a variable on the stack");
    if (!record->origin)
        return g_strdup("");
    g_autofree char *by = fh_words_side(finding->allocated_by, finding->allocator);
    g_autofree char *line = fh_words_line(record->origin);
    return g_strdup_printf(", of a block allocated by %s%s", by, line);
}

static void classify_unset(struct fh_classification *classification, const struct fh_record *record,
                           guint position, guint line)
{
    struct fh_candidate *candidate =
        fh_candidate_add(classification, FH_KIND_UNINITIALISED_USE, record, position, line);
    struct fh_finding *finding = candidate->finding;
    const struct fh_stack *source = record->origin ? record->origin : record->block_stack;

    if (is_of_stack(record))
        finding->allocated_by = FH_DOMAIN_NONE;
    else
        finding->allocated_by = fh_stack_domain(source, &finding->allocator);
    g_autofree char *origin = origin_words(record, finding);
    if (record->type == FH_RECORD_SYSCALL_UNINITIALISED) {
        g_autofree char *action = deed_words(record);
        finding->message = g_strdup_printf("%s to bytes that nobody set%s", action, origin);
    } else {
        gboolean is_value = g_str_has_prefix(record->headline, "Use of");
        finding->message = g_strdup_printf("%s depends on bytes that nobody set%s",
                                           is_value ? "an address or result" : "a decision", origin);
    }
    fh_candidate_add_stack(candidate, record->stack, "at");
    fh_candidate_add_stack(candidate, record->origin, "origin");
    if (!record->origin)
        fh_candidate_add_stack(candidate, record->block_stack, "allocated");
}

void fh_classify_access(struct fh_classification *classification, const struct fh_record *record,
                        guint position, guint line)
{
    if (record->type == FH_RECORD_UNINITIALISED || record->type == FH_RECORD_SYSCALL_UNINITIALISED)
        classify_unset(classification, record, position, line);
    else if (record->address_kind == FH_ADDRESS_FREED_BLOCK)
        classify_freed(classification, record, position, line);
    else if (record->address_kind == FH_ADDRESS_RETURNED_STACK ||
             record->address_kind == FH_ADDRESS_ENDED_STACK)
        classify_ended(classification, record, position, line);
    else
        classify_outside(classification, record, position, line);
}
