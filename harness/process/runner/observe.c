/* SPDX-License-Identifier: MIT */
#include "observe.h"

#include "at_line.h"
#include "heap/event_writer.h"
#include "heap/observer.h"
#include "lives.h"
#include "notify.h"
#include "owners.h"
#include "wire/live_set.h"

static uint64_t live;

/* A thread of the library's own has no line below it: it gets the one that runs. */
static void around(void (*serve)(void *call), void *call)
{
    uint32_t line = fh_events->current_line;
    if (line == 0 || fh_at_line_is_inside())
        serve(call);
    else
        fh_at_line(line, serve, call);
}

static void allocated(const void *block, size_t size, size_t alignment, enum fh_domain domain)
{
    if (domain == FH_DOMAIN_RUST)
        __atomic_fetch_add(&live, fh_live_member((uintptr_t)block), __ATOMIC_RELAXED);
    fh_lives_alloc(block, size, alignment, domain);
}

static void releasing(const void *block, enum fh_domain domain)
{
    if (domain == FH_DOMAIN_RUST) {
        __atomic_fetch_sub(&live, fh_live_member((uintptr_t)block), __ATOMIC_RELAXED);
        fh_owners_releasing(block);
        fh_notify_releasing(block);
    }
    fh_lives_free(block, domain);
}

static const struct fh_heap_observer observer = {
    .around = around,
    .allocated = allocated,
    .releasing = releasing,
    .step = fh_at_line_step,
    .line_function = fh_at_line_function,
};

void fh_observe_heap(void)
{
    fh_heap_observe(&observer);
}

uint64_t fh_observe_live(void)
{
    return __atomic_load_n(&live, __ATOMIC_RELAXED);
}
