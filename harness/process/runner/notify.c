/* SPDX-License-Identifier: MIT */
#include "notify.h"

#include <pthread.h>
#include <stdbool.h>

#include "heap/backend.h"
#include "heap/event_writer.h"
#include "heap/memory.h"
#include "outside_heaps.h"

/* More than that at once are not checked. */
#define NOTIFIES_MAX 64u

struct held {
    struct fh_notify notify; /* `function` NULL: a free place */
    const void *handle;      /* a live Rust block that holds it; NULL: none is known */
    uint32_t line;
    bool is_over;     /* of one call, which has returned */
    bool is_told;     /* `destroy` was called */
    bool is_orphaned; /* the handle is released */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct held *all; /* in memory that keeps nothing reachable */
static uint32_t n_held;  /* in order */

void fh_notify_begin(const struct fh_notify *notify)
{
    if (!notify->function)
        return;
    pthread_mutex_lock(&lock);
    if (!all)
        all = fh_memory_need(NOTIFIES_MAX * sizeof(*all));
    if (n_held < NOTIFIES_MAX)
        all[n_held++] = (struct held){.notify = *notify, .line = fh_events->current_line};
    pthread_mutex_unlock(&lock);
}

static struct held *last_of(const void *function)
{
    for (uint32_t i = n_held; i > 0; i--)
        if (all[i - 1].notify.function == function)
            return &all[i - 1];
    return NULL;
}

void fh_notify_given(const void *function, const void *handle)
{
    struct fh_layout layout;
    bool is_block = handle && fh_backend()->find(handle, &layout);
    pthread_mutex_lock(&lock);
    struct held *held = function ? last_of(function) : NULL;
    if (held) {
        held->handle = is_block ? handle : NULL;
        held->is_over = held->notify.scope == FH_PLAN_SCOPE_CALL;
    }
    pthread_mutex_unlock(&lock);
}

void fh_notify_failed(uint32_t giver)
{
    pthread_mutex_lock(&lock);
    if (n_held > 0 && all[n_held - 1].notify.giver == giver)
        n_held--;
    pthread_mutex_unlock(&lock);
}

static bool is_among(const void *data, const void *const *pointers, uint32_t n_pointers)
{
    for (uint32_t i = 0; i < n_pointers; i++)
        if (pointers[i] == data)
            return true;
    return false;
}

static void report(const struct held *held, enum fh_expired why)
{
    uint64_t values[] = {(uintptr_t)held->notify.data, why, held->notify.giver, FH_PLAN_NONE, FH_PLAN_NONE};
    fh_notice_of_event(fh_event_write(FH_EVENT_EXPIRED, values, 5, NULL), "expired-use", held->notify.data);
}

/* What the memory of user data that is no block would not show: a block that is released twice, every engine
 * sees. */
static bool is_told_twice(const struct held *held)
{
    return held->is_told && fh_is_outside_heaps(held->notify.data);
}

/* One that was given twice with the same data is called for the one that is still valid. */
static const struct held *wrong_call(const void *address, const void *const *pointers, uint32_t n_pointers,
                                     enum fh_expired *why)
{
    const struct held *wrong = NULL;
    for (uint32_t i = 0; i < n_held; i++) {
        struct held *held = &all[i];
        if (!is_among(held->notify.data, pointers, n_pointers))
            continue;
        if (held->notify.destroy == address && !held->is_told) {
            held->is_told = true;
            return NULL;
        }
        if (held->notify.destroy == address && is_told_twice(held)) {
            wrong = held;
            *why = FH_EXPIRED_TWICE;
        }
        if (held->notify.function != address)
            continue;
        if (!held->is_over && !held->is_told)
            return NULL;
        wrong = held;
        *why = held->is_told ? FH_EXPIRED_DESTROYED : FH_EXPIRED_SCOPE;
    }
    return wrong;
}

void fh_notify_called(const void *address, const void *const *pointers, uint32_t n_pointers)
{
    enum fh_expired why = FH_EXPIRED_SCOPE;
    if (__atomic_load_n(&n_held, __ATOMIC_RELAXED) == 0)
        return;
    pthread_mutex_lock(&lock);
    const struct held *found = wrong_call(address, pointers, n_pointers, &why);
    const struct held wrong = found ? *found : (struct held){.handle = NULL};
    pthread_mutex_unlock(&lock);
    if (found)
        report(&wrong, why);
}

void fh_notify_releasing(const void *block)
{
    if (!block || __atomic_load_n(&n_held, __ATOMIC_RELAXED) == 0)
        return;
    pthread_mutex_lock(&lock);
    for (uint32_t i = 0; i < n_held; i++)
        all[i].is_orphaned |= all[i].handle == block;
    pthread_mutex_unlock(&lock);
}

void fh_notify_finish(void)
{
    for (uint32_t i = 0; i < n_held; i++) {
        const struct held *held = &all[i];
        uint32_t line = fh_events->current_line;
        fh_events->current_line = held->line;
        if (held->notify.scope == FH_PLAN_SCOPE_NOTIFIED && held->notify.destroy && held->is_orphaned &&
            !held->is_told && fh_is_outside_heaps(held->notify.data))
            report(held, FH_EXPIRED_NEVER);
        fh_events->current_line = line;
        all[i] = (struct held){.handle = NULL};
    }
    n_held = 0;
}
