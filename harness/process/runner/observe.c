/* SPDX-License-Identifier: MIT */
#include "observe.h"

#include "at_line.h"
#include "heap/event_writer.h"
#include "heap/observer.h"
#include "lives.h"
#include "notify.h"
#include "owners.h"

/* A thread of the library's own has no line below it: it gets the one that runs. */
static void around(void (*serve)(void *call), void *call)
{
    uint32_t line = fh_events->current_line;
    if (line == 0 || fh_at_line_is_inside())
        serve(call);
    else
        fh_at_line(line, serve, call);
}

static void releasing(const void *block, enum fh_domain domain)
{
    if (domain == FH_DOMAIN_RUST) {
        fh_owners_releasing(block);
        fh_notify_releasing(block);
    }
    fh_lives_free(block, domain);
}

static const struct fh_heap_observer observer = {
    .around = around,
    .allocated = fh_lives_alloc,
    .releasing = releasing,
    .step = fh_at_line_step,
};

void fh_observe_heap(void)
{
    fh_heap_observe(&observer);
}
