/* SPDX-License-Identifier: MIT */
#include "rust_heap.h"

#include <string.h>

#include "backend.h"
#include "event_writer.h"
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
    if (observer == NULL)
        request->serve(request);
    else
        observer->around(serve, request);
}

static void *allocate(size_t size, size_t alignment, bool is_zeroed)
{
    void *block = fh_backend()->allocate(size, alignment, is_zeroed);
    if (block == NULL)
        return NULL;
    fh_events_count(1, 0, size);
    if (fh_heap_observer() != NULL)
        fh_heap_observer()->allocated(block, size, alignment, FH_DOMAIN_RUST);
    return block;
}

static void check_layout(void *block, const struct fh_layout *made, const struct fh_layout *given)
{
    if (made->size == given->size && made->alignment == given->alignment)
        return;
    uint64_t values[] = {(uintptr_t)block, made->size, made->alignment, given->size, given->alignment};
    fh_notice_of_event(fh_event_write(FH_EVENT_LAYOUT, values, 5, NULL), "layout-mismatch", block);
}

static void tell_release(void *block)
{
    if (fh_heap_observer() != NULL)
        fh_heap_observer()->releasing(block, FH_DOMAIN_RUST);
}

static void release(void *block, bool is_own)
{
    tell_release(block);
    if (!is_own || !fh_backend()->release(block))
        fh_backend()->release_foreign(block);
    fh_events_count(0, 1, 0);
}

static void serve_alloc(struct request *request)
{
    request->result = allocate(request->layout.size, request->layout.alignment, false);
}

static void serve_alloc_zeroed(struct request *request)
{
    request->result = allocate(request->layout.size, request->layout.alignment, true);
}

/* As nearly all are: with one look. */
static bool release_rightly(const struct request *request)
{
    bool (*release_as)(void *, const struct fh_layout *) = fh_backend()->release_as;
    if (release_as == NULL || !release_as(request->block, &request->layout))
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
    bool is_own = fh_backend()->find(request->block, &made);
    if (is_own)
        check_layout(request->block, &made, &request->layout);
    release(request->block, is_own);
}

/* Always moves, as memcheck's realloc does, so that a pointer kept to the old place is found out. */
static void serve_realloc(struct request *request)
{
    struct fh_layout made;
    bool is_own = fh_backend()->find(request->block, &made);
    if (is_own)
        check_layout(request->block, &made, &request->layout);
    request->result = allocate(request->new_size, request->layout.alignment, false);
    if (request->result == NULL)
        return;
    size_t old_size = is_own ? made.size : request->layout.size;
    size_t size = old_size < request->new_size ? old_size : request->new_size;
    if (is_own)
        memcpy(request->result, request->block, size);
    else
        fh_backend()->copy_foreign(request->result, request->block, size);
    release(request->block, is_own);
}

void *fh_rust_alloc(size_t size, size_t alignment)
{
    struct request request = {.serve = serve_alloc, .layout = {size, alignment}};
    submit(&request);
    return request.result;
}

void *fh_rust_alloc_zeroed(size_t size, size_t alignment)
{
    struct request request = {.serve = serve_alloc_zeroed, .layout = {size, alignment}};
    submit(&request);
    return request.result;
}

void *fh_rust_realloc(void *block, size_t old_size, size_t alignment, size_t new_size)
{
    struct request request = {
        .serve = serve_realloc, .block = block, .layout = {old_size, alignment}, .new_size = new_size};
    submit(&request);
    return request.result;
}

/* Of a null pointer it is nothing, as in the C library: no block was released, and none is counted. */
void fh_rust_dealloc(void *block, size_t size, size_t alignment)
{
    if (block == NULL)
        return;
    struct request request = {.serve = serve_dealloc, .block = block, .layout = {size, alignment}};
    submit(&request);
}
