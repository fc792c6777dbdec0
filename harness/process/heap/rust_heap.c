/* SPDX-License-Identifier: MIT */
#include "rust_heap.h"

#include <string.h>

#include "arena.h"
#include "backend.h"
#include "event_writer.h"
#include "faults.h"
#include "marked.h"
#include "observer.h"

/* A call of Rust's, to be served where its stack names the scenario's line. */
struct request {
    void (*serve)(struct request *request);
    void *block;
    struct fh_layout layout;
    size_t new_size;
    void *result;
};

static void serve(void *data)
{
    struct request *request = data;
    request->serve(request);
}

static inline __attribute__((always_inline)) void submit(struct request *request)
{
    const struct fh_heap_observer *observer = fh_heap_observer();
    __atomic_store_n(&fh_events->is_hooked, 1, __ATOMIC_RELAXED);
    if (!observer)
        request->serve(request);
    else
        observer->around(serve, request);
}

static void *allocate(size_t size, const struct fh_layout *layout, bool is_zeroed)
{
    if (fh_fault_is_due(FH_DOMAIN_RUST))
        return NULL;
    void *block = fh_backend()->allocate(size, fh_layout_marked(layout), is_zeroed);
    if (!block)
        return NULL;
    fh_events_count(1, 0, size);
    if (fh_heap_observer())
        fh_heap_observer()->allocated(block, size, layout->alignment, FH_DOMAIN_RUST);
    return block;
}

static fh_rust_crossing *crossing;

void fh_rust_heap_tell_crossings(fh_rust_crossing *function)
{
    __atomic_store_n(&crossing, function, __ATOMIC_RELEASE);
}

/* What another allocator releases is wrong whatever its layout. */
static bool is_crossing(void *block, const struct fh_layout *made, const struct fh_layout *given)
{
    fh_rust_crossing *told = __atomic_load_n(&crossing, __ATOMIC_ACQUIRE);
    return made->allocator != given->allocator && told && told(block, made, given->allocator);
}

/* What one allocator made by malloc() (preload/import_heap.h) has that one's alignment, whatever Rust asked
 * for. */
static bool is_same_alignment(const struct fh_layout *made, const struct fh_layout *given)
{
    bool may_be_any = made->allocator != given->allocator && made->alignment == FH_GRANULE;
    return made->alignment == given->alignment || (may_be_any && given->alignment < FH_GRANULE);
}

void fh_rust_check_layout(void *block, const struct fh_layout *made, const struct fh_layout *given)
{
    if (is_crossing(block, made, given) || (made->size == given->size && is_same_alignment(made, given)))
        return;
    uint64_t values[] = {(uintptr_t)block, made->size, made->alignment, given->size, given->alignment};
    fh_notice_of_event(fh_event_write(FH_EVENT_LAYOUT, values, 5, NULL), "layout-mismatch", block);
}

static const struct fh_other_blocks *others;

void fh_rust_heap_knows(const struct fh_other_blocks *blocks)
{
    __atomic_store_n(&others, blocks, __ATOMIC_RELEASE);
}

static const struct fh_other_blocks *known_others(void)
{
    return __atomic_load_n(&others, __ATOMIC_ACQUIRE);
}

static bool find(const void *block, struct fh_layout *made)
{
    return (known_others() && known_others()->find(block, made)) || fh_backend()->find(block, made);
}

static bool release_found(void *block)
{
    return (known_others() && known_others()->release(block)) || fh_backend()->release(block);
}

static void tell_release(void *block)
{
    if (fh_heap_observer())
        fh_heap_observer()->releasing(block, FH_DOMAIN_RUST);
}

static void release(void *block, bool is_own)
{
    tell_release(block);
    if (!is_own || !release_found(block))
        fh_backend()->release_foreign(block);
    fh_events_count(0, 1, 0);
}

static void serve_alloc(struct request *request)
{
    request->result = allocate(request->layout.size, &request->layout, false);
}

static void serve_alloc_zeroed(struct request *request)
{
    request->result = allocate(request->layout.size, &request->layout, true);
}

/* As nearly all are: with one look. */
static bool release_rightly(const struct request *request)
{
    bool (*release_as)(void *, const struct fh_layout *) = fh_backend()->release_as;
    if (!release_as || !release_as(request->block, &request->layout))
        return false;
    tell_release(request->block);
    fh_events_count(0, 1, 0);
    return true;
}

static void serve_dealloc(struct request *request)
{
    struct fh_layout made;
    if (release_rightly(request))
        return;
    bool is_own = find(request->block, &made);
    if (is_own)
        fh_rust_check_layout(request->block, &made, &request->layout);
    release(request->block, is_own);
}

/* Always moves, as memcheck's realloc does, so that a pointer kept to the old place is found out. Of NULL it
 * makes a block, as libc's does. */
static void serve_realloc(struct request *request)
{
    struct fh_layout made;
    bool is_own = find(request->block, &made);
    if (is_own)
        fh_rust_check_layout(request->block, &made, &request->layout);
    request->result = allocate(request->new_size, &request->layout, false);
    if (!request->result || !request->block)
        return;
    size_t old_size = is_own ? made.size : request->layout.size;
    size_t size = old_size < request->new_size ? old_size : request->new_size;
    if (is_own)
        memcpy(request->result, request->block, size);
    else
        fh_backend()->copy_foreign(request->result, request->block, size);
    release(request->block, is_own);
}

void *fh_rust_alloc(size_t size, size_t marked)
{
    struct request request = {.serve = serve_alloc, .layout = fh_layout_of(size, marked)};
    submit(&request);
    return request.result;
}

void *fh_rust_alloc_zeroed(size_t size, size_t marked)
{
    struct request request = {.serve = serve_alloc_zeroed, .layout = fh_layout_of(size, marked)};
    submit(&request);
    return request.result;
}

void *fh_rust_realloc(void *block, size_t old_size, size_t marked, size_t new_size)
{
    struct request request = {.serve = serve_realloc,
                              .block = block,
                              .layout = fh_layout_of(old_size, marked),
                              .new_size = new_size};
    submit(&request);
    return request.result;
}

/* Of a null pointer it is nothing, as in the C library: no block was released, and none is counted. */
void fh_rust_dealloc(void *block, size_t size, size_t marked)
{
    if (!block)
        return;
    struct request request = {.serve = serve_dealloc, .block = block, .layout = fh_layout_of(size, marked)};
    submit(&request);
}
