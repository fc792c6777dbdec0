/* SPDX-License-Identifier: MIT */
#include "lives.h"

#include <stdbool.h>

#include "heap/backend.h"
#include "heap/event_writer.h"
#include "heap/memory.h"

/* Each is looked up after every call. A block beyond these has no release in the timeline; findings don't
 * depend on it. */
#define WATCHED_MAX 64u

static bool is_open;
static uint32_t called = FH_PLAN_NONE;
static uint32_t n_calls;     /* that are going on, one within another */
static uint32_t n_events;    /* of this scenario */
static uint64_t n_left_out;  /* as well */
static struct fh_event *cut; /* its FH_EVENT_BLOCK_LEFT_OUT; NULL: there is none */
static bool is_cut;          /* somebody has made it, or is about to */

/* C's live blocks that nobody tells of when they are released; NULL: a free place. In memory that keeps
 * nothing reachable. */
static const void **watched;
static uint32_t n_watched; /* places in use, with gaps */

static void watch(const void *address)
{
    for (uint32_t i = 0; i < WATCHED_MAX; i++) {
        const void *free_place = NULL;
        if (__atomic_load_n(&watched[i], __ATOMIC_RELAXED) == address)
            return;
        if (!__atomic_compare_exchange_n(&watched[i], &free_place, address, false, __ATOMIC_RELAXED,
                                         __ATOMIC_RELAXED))
            continue;
        if (i >= __atomic_load_n(&n_watched, __ATOMIC_RELAXED))
            __atomic_store_n(&n_watched, i + 1, __ATOMIC_RELAXED);
        return;
    }
}

static void unwatch(const void *address)
{
    for (uint32_t i = 0; i < __atomic_load_n(&n_watched, __ATOMIC_RELAXED); i++) {
        const void *expected = address;
        __atomic_compare_exchange_n(&watched[i], &expected, NULL, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
    }
}

static void watch_nothing(void)
{
    for (uint32_t i = 0; i < n_watched; i++)
        watched[i] = NULL;
    n_watched = 0;
}

void fh_lives_begin(void)
{
    if (!watched)
        watched = fh_memory_need(WATCHED_MAX * sizeof(*watched));
    called = FH_PLAN_NONE;
    n_calls = 0;
    n_events = 0;
    n_left_out = 0;
    cut = NULL;
    is_cut = false;
    __atomic_store_n(&is_open, !fh_events->has_no_timeline, __ATOMIC_RELEASE);
}

/* Without the event that says so, what is left out shows in `timeline_used`, which then is beyond the room.
 */
static struct fh_event *append(enum fh_event_kind kind, const uint64_t *values, unsigned n_values)
{
    uint64_t at = __atomic_fetch_add(&fh_events->timeline_used, 1, __ATOMIC_RELAXED);
    if (fh_events_room(fh_events) == 0 || at >= FH_TIMELINE_ROOM)
        return NULL;
    struct fh_event *event = fh_timeline_event(fh_events, at);
    event->scenario = fh_events->current_scenario;
    event->line = fh_events->current_line;
    for (unsigned i = 0; i < n_values; i++)
        event->values[i] = values[i];
    __atomic_store_n(&event->kind, kind, __ATOMIC_RELEASE);
    return event;
}

/* The count is kept up to date in the file: the scenario may end its process. */
static void leave_out(void)
{
    uint64_t n = __atomic_add_fetch(&n_left_out, 1, __ATOMIC_RELAXED);
    if (!__atomic_exchange_n(&is_cut, true, __ATOMIC_RELAXED))
        __atomic_store_n(&cut, append(FH_EVENT_BLOCK_LEFT_OUT, &n, 1), __ATOMIC_RELAXED);
    struct fh_event *event = __atomic_load_n(&cut, __ATOMIC_RELAXED);
    if (event)
        __atomic_store_n(&event->values[0], n, __ATOMIC_RELAXED);
}

static bool has_room(void)
{
    return __atomic_fetch_add(&n_events, 1, __ATOMIC_RELAXED) < FH_TIMELINE_MAX &&
           __atomic_load_n(&fh_events->timeline_used, __ATOMIC_RELAXED) < FH_TIMELINE_ROOM / 8 * 7;
}

static void tell(enum fh_event_kind kind, const uint64_t *values, unsigned n_values)
{
    if (!__atomic_load_n(&is_open, __ATOMIC_ACQUIRE))
        return;
    if (has_room())
        append(kind, values, n_values);
    else
        leave_out();
}

void fh_lives_end(void)
{
    __atomic_store_n(&is_open, false, __ATOMIC_RELEASE);
    if (cut)
        cut->values[0] = n_left_out;
    watch_nothing();
}

uint32_t fh_lives_call_begin(uint32_t symbol)
{
    __atomic_fetch_add(&n_calls, 1, __ATOMIC_RELAXED);
    return __atomic_exchange_n(&called, symbol, __ATOMIC_RELAXED);
}

static size_t c_block_size(const void *address)
{
    return !fh_backend()->c_block_size ? 0 : fh_backend()->c_block_size(address);
}

static void tell_gone(uint32_t symbol)
{
    for (uint32_t i = 0; i < __atomic_load_n(&n_watched, __ATOMIC_RELAXED); i++) {
        const void *address = __atomic_load_n(&watched[i], __ATOMIC_RELAXED);
        uint64_t values[] = {(uintptr_t)address, FH_DOMAIN_C, symbol};
        if (address && c_block_size(address) == 0 &&
            __atomic_compare_exchange_n(&watched[i], &address, NULL, false, __ATOMIC_RELAXED,
                                        __ATOMIC_RELAXED))
            tell(FH_EVENT_BLOCK_FREE, values, 3);
    }
}

/* A call within a callback does not look: what is gone by then is the outer call's doing. */
void fh_lives_call_end(uint32_t symbol, uint32_t before)
{
    if (__atomic_sub_fetch(&n_calls, 1, __ATOMIC_RELAXED) == 0)
        tell_gone(symbol);
    __atomic_store_n(&called, before, __ATOMIC_RELAXED);
}

void fh_lives_alloc(const void *address, size_t size, size_t alignment, enum fh_domain domain)
{
    uint32_t symbol = __atomic_load_n(&called, __ATOMIC_RELAXED);
    uint64_t values[] = {(uintptr_t)address, size, alignment, domain, symbol};
    bool is_runners_own = domain != FH_DOMAIN_RUST && __atomic_load_n(&n_calls, __ATOMIC_RELAXED) == 0;
    if (address && !is_runners_own)
        tell(FH_EVENT_BLOCK_ALLOC, values, 5);
}

void fh_lives_free(const void *address, enum fh_domain domain)
{
    uint64_t values[] = {(uintptr_t)address, domain, __atomic_load_n(&called, __ATOMIC_RELAXED)};
    if (!address)
        return;
    unwatch(address);
    tell(FH_EVENT_BLOCK_FREE, values, 3);
}

void fh_lives_hold(const void *address, enum fh_holder holder, uint32_t symbol)
{
    if (!address || !is_open)
        return;
    uint64_t values[] = {(uintptr_t)address, holder, symbol, c_block_size(address)};
    if (values[3] > 0)
        watch(address);
    tell(FH_EVENT_BLOCK_HOLD, values, 4);
}

void fh_lives_release(const void *address, uint32_t symbol)
{
    struct fh_layout layout;
    if (!address || !is_open || !fh_backend()->c_block_size ||
        (fh_backend()->c_block_size(address) == 0 && !fh_backend()->find(address, &layout)))
        return;
    uint64_t values[] = {(uintptr_t)address, FH_DOMAIN_C, symbol};
    unwatch(address);
    tell(FH_EVENT_BLOCK_FREE, values, 3);
}
