/* SPDX-License-Identifier: MIT */
#include "views.h"

#include <pthread.h>

#include "heap/event_writer.h"
#include "heap/memory.h"
#include "wire/plan.h"

/* Each is looked at after every call. Of more than that the oldest are forgotten, and no longer checked. */
#define VIEWS_MAX 256u

struct view {
    const void *address; /* NULL: a free place */
    const void *parent;  /* NULL: the library */
    uint32_t giver, ended_by;
    uint32_t why; /* enum fh_expired; for one that is valid, what will end it */
    bool is_expired;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct view *views; /* in memory that keeps nothing reachable */
static uint32_t n_views, next_place;
static uint32_t n_expired; /* most scenarios have none, and ask at every read */

static void set_expired(struct view *view, uint32_t by)
{
    view->is_expired = true;
    view->ended_by = by;
    __atomic_add_fetch(&n_expired, 1, __ATOMIC_RELAXED);
}

static void forget(struct view *view)
{
    if (view->is_expired)
        __atomic_sub_fetch(&n_expired, 1, __ATOMIC_RELAXED);
    *view = (struct view){.address = NULL};
}

static struct view *find(const void *address)
{
    for (uint32_t i = 0; i < n_views; i++)
        if (views[i].address == address)
            return &views[i];
    return NULL;
}

static struct view *place_for(const void *address)
{
    if (!views)
        views = fh_memory_need(VIEWS_MAX * sizeof(*views));
    struct view *view = find(address);
    if (!view) {
        view = &views[next_place];
        next_place = (next_place + 1) % VIEWS_MAX;
        n_views = n_views < VIEWS_MAX ? n_views + 1 : VIEWS_MAX;
    }
    forget(view);
    return view;
}

static void add(const struct view *view)
{
    pthread_mutex_lock(&lock);
    *place_for(view->address) = *view;
    pthread_mutex_unlock(&lock);
}

void fh_views_add(const void *address, const void *parent, bool is_short, uint32_t giver)
{
    const struct view view = {.address = address,
                              .parent = parent,
                              .giver = giver,
                              .why = is_short ? FH_EXPIRED_NEXT_CALL : FH_EXPIRED_PARENT};
    if (address && (parent || is_short))
        add(&view);
}

void fh_views_consume(const void *address, uint32_t by)
{
    const struct view view = {.address = address, .giver = FH_PLAN_NONE, .why = FH_EXPIRED_CONSUMED};
    if (!address)
        return;
    add(&view);
    pthread_mutex_lock(&lock);
    set_expired(find(address), by);
    pthread_mutex_unlock(&lock);
}

void fh_views_renew(const void *address)
{
    if (!address || __atomic_load_n(&n_views, __ATOMIC_RELAXED) == 0)
        return;
    pthread_mutex_lock(&lock);
    struct view *view = find(address);
    if (view)
        forget(view);
    pthread_mutex_unlock(&lock);
}

void fh_views_end(const void *parent, uint32_t by)
{
    if (!parent || __atomic_load_n(&n_views, __ATOMIC_RELAXED) == 0)
        return;
    pthread_mutex_lock(&lock);
    for (uint32_t i = 0; i < n_views; i++) {
        if (views[i].address == parent && views[i].why == FH_EXPIRED_CONSUMED)
            forget(&views[i]);
        if (!views[i].address || views[i].parent != parent || views[i].is_expired)
            continue;
        views[i].why = FH_EXPIRED_PARENT;
        set_expired(&views[i], by);
    }
    pthread_mutex_unlock(&lock);
}

void fh_views_next_call(const void *parent, uint32_t by)
{
    pthread_mutex_lock(&lock);
    for (uint32_t i = 0; i < n_views; i++)
        if (views[i].address && views[i].why == FH_EXPIRED_NEXT_CALL && !views[i].is_expired &&
            views[i].parent == parent)
            set_expired(&views[i], by);
    pthread_mutex_unlock(&lock);
}

void fh_views_use(const void *address, uint32_t user)
{
    if (!address || __atomic_load_n(&n_expired, __ATOMIC_RELAXED) == 0)
        return;
    pthread_mutex_lock(&lock);
    const struct view *found = find(address);
    const struct view view = found ? *found : (struct view){.address = NULL};
    pthread_mutex_unlock(&lock);
    if (!view.is_expired)
        return;
    uint64_t values[] = {(uintptr_t)address, view.why, view.giver, view.ended_by, user};
    fh_notice_of_event(fh_event_write(FH_EVENT_EXPIRED, values, 5, NULL), "expired-use", address);
}

void fh_views_clear(void)
{
    pthread_mutex_lock(&lock);
    for (uint32_t i = 0; i < n_views; i++)
        forget(&views[i]);
    n_views = next_place = 0;
    pthread_mutex_unlock(&lock);
}
