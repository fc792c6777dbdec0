// SPDX-License-Identifier: MIT
#include "classify/event.h"

#include <string.h>

#include "classify/classify.h"
#include "classify/other_allocator.h"
#include "classify/outside_libc.h"
#include "classify/release.h"
#include "classify/stack.h"
#include "classify/words.h"
#include "log/record.h"
#include "model/finding.h"
#include "model/kinds.h"
#include "model/result.h"
#include "model/stack.h"
#include "wire/plan.h"

/* What the log says to an event: its notice, and the description of the block that follows it. */
struct evidence {
    const struct fh_record *notice, *description; /* borrowed; NULL when the log has none */
    guint position;
};

/* The events of one classification, while they are gone through. */
struct hearing {
    struct fh_classification *classification;
    GHashTable *notices;
    GPtrArray
        *objects; /* of the events, those that tell of loaded objects: few, and asked for by many others */
};

static GPtrArray *events_of_objects(const GPtrArray *events)
{
    GPtrArray *objects = g_ptr_array_new();

    for (guint i = 0; i < events->len; i++) {
        struct fh_event *event = g_ptr_array_index(events, i);

        if (event->kind == FH_EVENT_OBJECT || event->kind == FH_EVENT_LINKED)
            g_ptr_array_add(objects, event);
    }
    return objects;
}

/* Event id → position of its notice + 1. */
static GHashTable *index_notices(const GPtrArray *records)
{
    GHashTable *notices = g_hash_table_new(NULL, NULL);

    for (guint i = 0; i < records->len; i++) {
        guint id = fh_notice_event(g_ptr_array_index(records, i));

        if (id != 0 && !g_hash_table_contains(notices, GUINT_TO_POINTER(id)))
            g_hash_table_insert(notices, GUINT_TO_POINTER(id), GUINT_TO_POINTER(i + 1));
    }
    return notices;
}

static struct evidence find_evidence(const struct hearing *hearing, guint id)
{
    const GPtrArray *records = hearing->classification->trace->records;
    guint found = GPOINTER_TO_UINT(g_hash_table_lookup(hearing->notices, GUINT_TO_POINTER(id)));
    struct evidence evidence = {.position = records->len};

    if (found == 0)
        return evidence;
    evidence.position = found - 1;
    evidence.notice = g_ptr_array_index(records, evidence.position);
    for (guint i = found; i < records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(records, i);

        if (record->pid != evidence.notice->pid)
            continue;
        if (record->type == FH_RECORD_DESCRIPTION)
            evidence.description = record;
        if (record->type == FH_RECORD_DESCRIPTION || record->type == FH_RECORD_NOTICE)
            break;
    }
    return evidence;
}

/* The block is that of the description; the event alone knows its address. */
static struct fh_candidate *add_draft(struct fh_classification *classification, enum fh_kind kind,
                                      const struct fh_event *event, const struct evidence *evidence)
{
    struct fh_candidate *candidate =
        fh_candidate_add(classification, kind, evidence->notice, evidence->position, event->line);
    const struct fh_record *description = evidence->description;
    struct fh_finding *finding = candidate->finding;

    finding->block = (struct fh_block){.is_known = TRUE, .address = event->values[0]};
    fh_candidate_add_stack(candidate, evidence->notice ? evidence->notice->stack : NULL, "released");
    if (!description)
        return candidate;
    if (description->block.is_known)
        finding->block = description->block;
    g_free(finding->record);
    finding->record = g_strdup_printf("%s\n%s", evidence->notice->text, description->text);
    if (description->address_kind == FH_ADDRESS_LIVE_BLOCK)
        fh_candidate_add_stack(candidate, description->block_stack, "allocated");
    else
        fh_candidate_add_stack(candidate, description->block_alloc_stack, "allocated");
    return candidate;
}

static const struct fh_stack *allocation_of(const struct fh_record *description)
{
    if (!description)
        return NULL;
    return description->address_kind == FH_ADDRESS_LIVE_BLOCK ? description->block_stack
                                                              : description->block_alloc_stack;
}

static char *layout_words(guint64 size, guint64 alignment)
{
    g_autofree char *bytes = fh_words_count(size, "byte");

    return g_strdup_printf("%s (alignment %" G_GUINT64_FORMAT ")", bytes, alignment);
}

static void classify_layout(const struct hearing *hearing, const struct fh_event *event)
{
    struct fh_classification *classification = hearing->classification;
    struct evidence evidence = find_evidence(hearing, event->id);
    struct fh_candidate *candidate = add_draft(classification, FH_KIND_LAYOUT_MISMATCH, event, &evidence);
    struct fh_finding *finding = candidate->finding;

    finding->allocated_by = finding->released_by = FH_DOMAIN_RUST;
    finding->block.size = event->values[1];
    if (fh_stack_domain(allocation_of(evidence.description), &finding->allocator) != FH_DOMAIN_RUST)
        g_clear_pointer(&finding->allocator, g_free);
    if (fh_stack_domain(evidence.notice ? evidence.notice->stack : NULL, &finding->releaser) !=
        FH_DOMAIN_RUST)
        g_clear_pointer(&finding->releaser, g_free);
    g_autofree char *made = layout_words(event->values[1], event->values[2]);
    g_autofree char *given = layout_words(event->values[3], event->values[4]);
    g_autofree char *by = fh_words_side(FH_DOMAIN_RUST, finding->allocator);
    g_autofree char *releaser = fh_words_side(FH_DOMAIN_RUST, finding->releaser);
    finding->message =
        g_strdup_printf("block of %s allocated by %s was %s by %s as one of %s", made, by,
                        fh_words_is_resize(finding->releaser) ? "reallocated" : "released", releaser, given);
}

/* The name of the function, when it is of the side that the event names; that side, when the event names
 * none. */
static void set_side(enum fh_domain *side, char **function, const struct fh_stack *stack)
{
    enum fh_domain domain = fh_stack_domain(stack, function);

    if (*side == FH_DOMAIN_UNKNOWN)
        *side = domain;
    else if (*side != domain)
        g_clear_pointer(function, g_free);
}

static enum fh_domain domain_of(guint64 value)
{
    return value < FH_DOMAIN_COUNT ? (enum fh_domain)value : FH_DOMAIN_UNKNOWN;
}

static void add_cross_free(const struct hearing *hearing, const struct fh_event *event,
                           const struct evidence *evidence, enum fh_domain allocated_by,
                           enum fh_domain released_by)
{
    struct fh_candidate *candidate =
        add_draft(hearing->classification, FH_KIND_CROSS_ALLOCATOR_FREE, event, evidence);
    struct fh_finding *finding = candidate->finding;

    finding->block.size = event->values[1];
    finding->allocated_by = allocated_by;
    finding->released_by = released_by;
    set_side(&finding->allocated_by, &finding->allocator, allocation_of(evidence->description));
    set_side(&finding->released_by, &finding->releaser, evidence->notice ? evidence->notice->stack : NULL);
    finding->message = fh_words_mismatch(finding);
}

static void classify_cross_free(const struct hearing *hearing, const struct fh_event *event)
{
    struct evidence evidence = find_evidence(hearing, event->id);
    const struct fh_stack *released = evidence.notice ? evidence.notice->stack : NULL;

    if (fh_release_is_undecided(hearing->classification, allocation_of(evidence.description), released))
        return;
    add_cross_free(hearing, event, &evidence, domain_of(event->values[2]), domain_of(event->values[3]));
}

static void add_crossing(const struct hearing *hearing, const struct fh_event *event,
                         const struct evidence *evidence, const struct fh_crossing_sides *sides)
{
    struct fh_candidate *candidate =
        add_draft(hearing->classification, FH_KIND_CROSS_ALLOCATOR_FREE, event, evidence);
    struct fh_finding *finding = candidate->finding;

    finding->block.size = event->values[1];
    finding->allocated_by = finding->released_by = FH_DOMAIN_RUST;
    set_side(&finding->allocated_by, &finding->allocator, allocation_of(evidence->description));
    set_side(&finding->released_by, &finding->releaser, evidence->notice ? evidence->notice->stack : NULL);
    g_autofree char *block = fh_words_block(finding);
    g_autofree char *releaser = fh_words_side(FH_DOMAIN_RUST, finding->releaser);
    finding->message = g_strdup_printf(
        "%s in %s was %s by %s in %s, which has %s", block, sides->owner,
        fh_words_is_resize(finding->releaser) ? "reallocated" : "released", releaser, sides->other,
        sides->crossing == FH_CROSSING_IS_SHARED ? "std's allocator, as the other has" : "another allocator");
}

static void judge_crossing(const struct hearing *hearing, const struct fh_event *event,
                           const struct evidence *evidence, const struct fh_crossing_sides *sides)
{
    const struct fh_trace *trace = hearing->classification->trace;
    struct fh_classified *out = hearing->classification->out;

    if (sides->crossing == FH_CROSSING_IS_WRONG ||
        (sides->crossing == FH_CROSSING_IS_SHARED && trace->separates_allocators))
        add_crossing(hearing, event, evidence, sides);
    else if (sides->crossing == FH_CROSSING_IS_SHARED)
        fh_note_once(out->notes, fh_crossing_note(sides));
    else if (!out->reason)
        out->reason = fh_crossing_reason(sides);
}

static void classify_other_allocator(const struct hearing *hearing, const struct fh_event *event)
{
    struct evidence evidence = find_evidence(hearing, event->id);
    struct fh_crossing_sides sides;

    fh_crossing_sides_init(&sides, event, hearing->objects);
    judge_crossing(hearing, event, &evidence, &sides);
    fh_crossing_sides_finish(&sides);
}

/* It called malloc() itself, or one of its kin: not libc for it. */
static gboolean has_called_malloc(const struct fh_frame *caller, const struct fh_stack *allocation)
{
    return allocation->frames->len > 1 && g_ptr_array_index(allocation->frames, 1) == caller;
}

/* What libc allocated for the library is the library's to release: its C code's, or that of Rust code that
 * calls libc itself. What another library of Rust's had of malloc() is as Rust's there: a constructor's,
 * before that one's imports were rewritten. */
static void classify_import_free(const struct hearing *hearing, const struct fh_event *event)
{
    struct evidence evidence = find_evidence(hearing, event->id);
    const struct fh_stack *allocation = allocation_of(evidence.description);
    const struct fh_frame *caller = fh_frame_outside_libc(allocation, hearing->objects);
    struct fh_crossing_sides sides;

    if (caller && caller->address >= event->values[2] && caller->address < event->values[3])
        return;
    if (!caller || !has_called_malloc(caller, allocation) ||
        !fh_crossing_sides_init_at(&sides, caller->address, event->values[2], hearing->objects)) {
        add_cross_free(hearing, event, &evidence, FH_DOMAIN_UNKNOWN, FH_DOMAIN_RUST);
        return;
    }
    judge_crossing(hearing, event, &evidence, &sides);
    fh_crossing_sides_finish(&sides);
}

static const char *symbol_name(const struct fh_trace *trace, guint64 symbol)
{
    return trace->symbols && symbol < trace->n_symbols ? trace->symbols[symbol] : NULL;
}

/* Caller owns. */
static char *why_wrong(const struct fh_trace *trace, const struct fh_event *event)
{
    const char *right = symbol_name(trace, event->values[1]);
    const char *taker = symbol_name(trace, event->values[4]);

    if (event->values[3] == FH_WRONG_OWNER)
        return g_strdup_printf("it is no longer the caller's: %s() was given it", taker ? taker : "another");
    if (event->values[3] == FH_WRONG_FAILURE)
        return g_strdup("that call failed, and then it is still the caller's (on-success)");
    if (event->values[1] == FH_PLAN_LENT)
        return g_strdup("it is only lent (transfer none)");
    if (event->values[1] == FH_PLAN_PART)
        return g_strdup("it is released with what it is in");
    return g_strdup_printf("its release function is %s()", right ? right : "another");
}

static void classify_wrong_release(const struct hearing *hearing, const struct fh_event *event)
{
    struct fh_classification *classification = hearing->classification;
    struct evidence evidence = find_evidence(hearing, event->id);
    gboolean is_lent = event->values[1] == FH_PLAN_LENT;
    struct fh_candidate *candidate = add_draft(classification, FH_KIND_WRONG_RELEASE, event, &evidence);
    struct fh_finding *finding = candidate->finding;
    const char *called = symbol_name(classification->trace, event->values[2]);
    g_autofree char *what = g_strdup("a pointer");

    finding->allocated_by = fh_stack_domain(allocation_of(evidence.description), &finding->allocator);
    finding->releaser = g_strdup(called);
    if (evidence.description && evidence.description->block.is_known) {
        g_autofree char *size = fh_words_count(finding->block.size, "byte");
        g_autofree char *by = fh_words_side(finding->allocated_by, finding->allocator);

        g_free(what);
        what = g_strdup_printf("block of %s allocated by %s", size, by);
    }
    candidate->is_lent = is_lent || event->values[3] == FH_WRONG_FAILURE;
    g_autofree char *but = why_wrong(classification->trace, event);
    finding->message =
        g_strdup_printf("%s was released by %s(); %s", what, called ? called : "another function", but);
}

static char *named(const struct fh_trace *trace, guint64 symbol, const char *otherwise)
{
    const char *name = symbol_name(trace, symbol);

    return name ? g_strdup_printf("%s()", name) : g_strdup(otherwise);
}

/* What is no longer valid, and since when. Caller owns. */
static char *expired_words(const struct fh_trace *trace, const struct fh_event *event)
{
    g_autofree char *giver = named(trace, event->values[2], "the library");
    g_autofree char *end = named(trace, event->values[3], "the release of what it shows");

    switch ((enum fh_expired)event->values[1]) {
    case FH_EXPIRED_PARENT:
        return g_strdup_printf("the view that %s gave ended with %s", giver, end);
    case FH_EXPIRED_NEXT_CALL:
        return g_strdup_printf("the view that %s gave was valid up to the next call, %s", giver, end);
    case FH_EXPIRED_CONSUMED:
        return g_strdup_printf("%s consumed the handle, which is only to be released", end);
    case FH_EXPIRED_SCOPE:
        return g_strdup_printf("the callback that %s was given for one call was called after it", giver);
    case FH_EXPIRED_DESTROYED:
        return g_strdup_printf("the callback that %s was given was called after its destroy function", giver);
    case FH_EXPIRED_TWICE:
        return g_strdup_printf("the destroy function that %s was given was called twice", giver);
    case FH_EXPIRED_NEVER:
        return g_strdup_printf(
            "the destroy function that %s was given was never called, though what held the "
            "user data was released",
            giver);
    }
    return g_strdup("what is used is no longer valid");
}

static void classify_expired(const struct hearing *hearing, const struct fh_event *event)
{
    struct fh_classification *classification = hearing->classification;
    struct evidence evidence = find_evidence(hearing, event->id);
    const enum fh_expired why = (enum fh_expired)event->values[1];
    gboolean is_view = why <= FH_EXPIRED_CONSUMED;
    enum fh_kind kind = why == FH_EXPIRED_NEVER ? FH_KIND_LEAK : FH_KIND_EXPIRED_USE;
    struct fh_candidate *candidate = add_draft(classification, kind, event, &evidence);
    g_autofree char *what = expired_words(classification->trace, event);
    g_autofree char *user = named(classification->trace, event->values[4], "");

    candidate->finding->message =
        !is_view          ? g_strdup(what)
        : user[0] != '\0' ? g_strdup_printf("%s was given what is no longer valid: %s", user, what)
                          : g_strdup_printf("what is read is no longer valid: %s", what);
}

/* Who owns the address: a live block's allocator; nobody when it is in none. */
static enum fh_domain owner_of(const struct fh_record *description)
{
    const struct fh_block *block = &description->block;

    if (description->address_kind != FH_ADDRESS_LIVE_BLOCK)
        return FH_DOMAIN_NONE;
    if (block->offset < 0 || ((guint64)block->offset >= block->size && block->offset != 0))
        return FH_DOMAIN_NONE;
    return fh_stack_domain(description->block_stack, NULL);
}

static void classify_owner(const struct hearing *hearing, const struct fh_event *event)
{
    struct fh_classification *classification = hearing->classification;
    struct evidence evidence = find_evidence(hearing, event->id);
    enum fh_domain expected = (enum fh_domain)event->values[1], owner = domain_of(event->values[2]);

    if (classification->trace->is_unhooked) {
        g_ptr_array_add(classification->out->notes,
                        g_strdup_printf("line %u: '%s' was not judged: Rust's allocator is not watched",
                                        event->line, fh_event_text(event)));
        return;
    }
    if (owner == FH_DOMAIN_UNKNOWN && !evidence.description) {
        g_ptr_array_add(classification->out->unmet,
                        fh_unmet_new(event->line, "%s: the log does not say", fh_event_text(event)));
        return;
    }
    if (owner == FH_DOMAIN_UNKNOWN)
        owner = owner_of(evidence.description);
    if (owner != expected || owner == FH_DOMAIN_UNKNOWN)
        g_ptr_array_add(
            classification->out->unmet,
            fh_unmet_new(event->line, "%s: it is %s", fh_event_text(event), fh_domain_name(owner)));
}

static guint signal_position(const struct fh_trace *trace, guint *pid)
{
    guint number;

    for (guint i = 0; i < trace->records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(trace->records, i);

        if (fh_notice_number(record, "signal", &number)) {
            *pid = record->pid;
            return i;
        }
    }
    return trace->records->len;
}

/* The log's own record of it says more; without one (a cut log) the event stands alone. What another process
 * sent is no action of this one. */
static void classify_fatal(struct fh_classification *classification, const struct fh_event *event)
{
    struct fh_candidate *candidate = NULL;
    guint pid = 0, position = signal_position(classification->trace, &pid);
    gboolean is_foreign = event->values[3] != 0;

    if (is_foreign)
        return;
    for (guint i = 0; i < classification->candidates->len && !candidate; i++) {
        struct fh_candidate *other = g_ptr_array_index(classification->candidates, i);

        if (other->record && other->record->type == FH_RECORD_FATAL_SIGNAL)
            candidate = other;
    }
    if (!candidate) {
        g_autofree char *signal = fh_words_signal((guint)event->values[0]);

        candidate = fh_candidate_add(classification, FH_KIND_ABORT, NULL, position, event->line);
        candidate->pid = pid;
        candidate->finding->message = g_strdup_printf("the process ended with %s", signal);
    }
    if (candidate->finding->line == 0)
        candidate->finding->line = event->line;
}

/* What is done with a block was not seen: whatever is clean is so for want of one. */
static void classify_refused(struct fh_classified *out, const struct fh_event *event)
{
    if (out->reason)
        return;
    g_autofree char *size = fh_words_count(event->values[0], "byte");
    g_autofree char *place = event->line > 0 ? g_strdup_printf(" at line %u", event->line) : g_strdup("");
    out->reason = g_strdup_printf(
        "the system had no memory for a block of %s%s, so what is done with one was not seen; "
        "a scenario can say \"fail alloc\"",
        size, place);
}

static void classify_event(const struct hearing *hearing, const struct fh_event *event)
{
    struct fh_classification *classification = hearing->classification;

    switch (event->kind) {
    case FH_EVENT_EXPECT:
        g_ptr_array_add(classification->out->unmet, fh_unmet_new(event->line, "%s", fh_event_text(event)));
        break;
    case FH_EVENT_OWNER:
        classify_owner(hearing, event);
        break;
    case FH_EVENT_LAYOUT:
        classify_layout(hearing, event);
        break;
    case FH_EVENT_CROSS_FREE:
        classify_cross_free(hearing, event);
        break;
    case FH_EVENT_IMPORT_FREE:
        classify_import_free(hearing, event);
        break;
    case FH_EVENT_OTHER_ALLOCATOR:
        classify_other_allocator(hearing, event);
        break;
    case FH_EVENT_WRONG_RELEASE:
        classify_wrong_release(hearing, event);
        break;
    case FH_EVENT_EXPIRED:
        classify_expired(hearing, event);
        break;
    case FH_EVENT_SIGNAL:
        classify_fatal(classification, event);
        break;
    case FH_EVENT_REFUSED:
        classify_refused(classification->out, event);
        break;
    default:
        break;
    }
}

void fh_classify_events(struct fh_classification *classification)
{
    g_autoptr(GHashTable) notices = index_notices(classification->trace->records);
    g_autoptr(GPtrArray) objects = events_of_objects(classification->trace->events);
    const struct hearing hearing = {classification, notices, objects};

    for (guint i = 0; i < classification->trace->events->len; i++)
        classify_event(&hearing, g_ptr_array_index(classification->trace->events, i));
}
