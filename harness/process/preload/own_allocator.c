/* SPDX-License-Identifier: MIT */
#include "own_allocator.h"

#include <string.h>
#include <valgrind/memcheck.h>

#include "heap/backend.h"
#include "heap/event_writer.h"
#include "heap/fast_path.h"
#include "heap/marked.h"
#include "heap/rust_heap.h"
#include "imports.h"
#include "own_blocks.h"
#include "own_memory.h"
#include "own_methods.h"
#include "pass_through.h"

#define ALLOCATORS_MAX 16
#define STATICS_MAX    4
#define HEADER_MAX     ((size_t)256) /* what an allocator may keep beside a block, and for its alignment */

struct range {
    const uintptr_t *start, *end;
};

struct fh_own_allocator {
    uintptr_t start, end; /* of the object; 0: no entry */
    uintptr_t functions[FH_VERB_COUNT];
    struct fh_own_methods methods;
    unsigned number;  /* that its blocks have (heap/marked.h), once there is one */
    bool is_replaced; /* the rust heap stands in its place */
    bool has_kept;    /* a block that was released */
    bool has_others;  /* memory for its own use */
    uint64_t n_allocated;
    struct range statics[STATICS_MAX]; /* the object's, that can be written */
};

/* The dynamic loader's lock, which an object is loaded and closed under, keeps writers apart. */
static struct fh_own_allocator allocators[ALLOCATORS_MAX];
static unsigned n_allocators;

static OrigFn original(const struct fh_own_allocator *own, enum fh_verb verb)
{
    return (OrigFn){.nraddr = own->functions[verb]};
}

static void tell(enum fh_event_kind kind, const struct fh_own_allocator *own)
{
    uint64_t values[] = {own->start};
    fh_event_write(kind, values, 1, NULL);
}

static void note_once(bool *is_noted, enum fh_event_kind kind, const struct fh_own_allocator *own)
{
    if (!__atomic_exchange_n(is_noted, true, __ATOMIC_RELAXED))
        tell(kind, own);
}

static void find_statics(const struct dl_phdr_info *info, struct range *statics)
{
    for (unsigned i = 0, n = 0; i < info->dlpi_phnum && n < STATICS_MAX; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        uintptr_t start = info->dlpi_addr + header->p_vaddr;
        if (header->p_type == PT_LOAD && (header->p_flags & PF_W) != 0)
            statics[n++] = (struct range){(const uintptr_t *)((start + 7) & ~(uintptr_t)7),
                                          (const uintptr_t *)((start + header->p_memsz) & ~(uintptr_t)7)};
    }
}

/* Nobody but the allocator can know the block yet: if a variable does, the allocator has a record of what it
 * handed out, by which memcheck would call each block reachable. Looked for after some of the calls: 1, 2, 4,
 * 8, … */
static bool is_recorded(struct fh_own_allocator *own, const void *block)
{
    uint64_t n = __atomic_add_fetch(&own->n_allocated, 1, __ATOMIC_RELAXED);
    bool is_found = false;
    if ((n & (n - 1)) != 0)
        return false;
    VALGRIND_DISABLE_ERROR_REPORTING;
    for (unsigned i = 0; i < STATICS_MAX; i++)
        for (const uintptr_t *at = own->statics[i].start; at < own->statics[i].end; at++)
            is_found = is_found || *at == (uintptr_t)block;
    VALGRIND_ENABLE_ERROR_REPORTING;
    return is_found;
}

void fh_own_allocator_forget(uintptr_t start, uintptr_t end)
{
    for (unsigned i = 0; i < n_allocators; i++)
        if (allocators[i].start >= start && allocators[i].start < end)
            allocators[i] = (struct fh_own_allocator){0};
}

struct fh_own_allocator *fh_own_allocator_of(uintptr_t function)
{
    for (unsigned i = 0; i < n_allocators; i++)
        for (unsigned verb = 0; verb < FH_VERB_COUNT; verb++)
            if (allocators[i].functions[verb] == function)
                return &allocators[i];
    return NULL;
}

void fh_own_allocator_tell_again(void)
{
    for (unsigned i = 0; i < n_allocators; i++) {
        if (allocators[i].is_replaced)
            tell(FH_EVENT_OWN_REPLACED, &allocators[i]);
        if (allocators[i].has_kept)
            tell(FH_EVENT_OWN_KEPT, &allocators[i]);
        if (allocators[i].has_others)
            tell(FH_EVENT_OWN_OTHERS, &allocators[i]);
    }
}

/* What the allocator took for itself, and not for a block. */
static void note_others(struct fh_own_allocator *own, const struct fh_own_call *call)
{
    struct fh_own_memory memory;
    for (unsigned i = 0; i < call->n_taken; i++)
        if (fh_own_memory_at(call->taken[i], &memory) && !memory.block)
            note_once(&own->has_others, FH_EVENT_OWN_OTHERS, own);
}

/* The memory is one block's: with what an allocator keeps beside it, or with a size that is rounded up. A
 * pool is larger. */
static bool is_for_one(const struct fh_own_memory *memory, const char *block, size_t size)
{
    return (size_t)(block - memory->start) <= HEADER_MAX && memory->size <= 2 * size + HEADER_MAX;
}

/* A block that the allocator hands out, in memory of libc's that is its alone. What was kept there before is
 * withdrawn. FALSE: it lies elsewhere. */
static bool find_place(char *block, size_t size)
{
    struct fh_own_memory memory;
    struct fh_own_block before;
    if (!fh_own_memory_find(block, &memory) || block + size > memory.start + memory.size ||
        !is_for_one(&memory, block, size))
        return false;
    bool is_known = memory.block != block && fh_own_block_find(memory.block, &before);
    if (is_known && before.state == FH_OWN_LIVE)
        return false;
    if (is_known)
        fh_own_block_withdraw(memory.block);
    fh_own_memory_set_block(&memory, block);
    return true;
}

static void *allocate_instead(enum fh_verb verb, const struct fh_layout *layout)
{
    size_t marked = fh_layout_marked(layout);
    return verb == FH_VERB_ZEROED ? fh_rust_alloc_zeroed(layout->size, marked)
                                  : fh_rust_alloc(layout->size, marked);
}

static void call_dealloc(struct fh_own_allocator *own, void *block, const struct fh_layout *layout)
{
    struct fh_own_call call;
    OrigFn function = original(own, FH_VERB_RELEASE);
    fh_own_call_begin(&call, block);
    CALL_FN_v_WWW(function, block, layout->size, layout->alignment);
    fh_own_call_end(&call);
    note_others(own, &call);
}

/* The allocator has memory of its own: takes the rust heap's block for this one of its. */
static void *replace(struct fh_own_allocator *own, void *block, const struct fh_layout *layout,
                     enum fh_verb verb, size_t kept)
{
    note_once(&own->is_replaced, FH_EVENT_OWN_REPLACED, own);
    void *result = allocate_instead(verb, layout);
    if (result && kept > 0)
        memcpy(result, block, kept);
    call_dealloc(own, block, layout);
    return result;
}

/* What is allocated in a call of the allocator's is its own business. */
static bool is_silent(struct fh_own_allocator *own)
{
    if (fh_own_call_is_any())
        note_once(&own->has_others, FH_EVENT_OWN_OTHERS, own);
    return fh_own_call_is_any();
}

/* After the call: what the allocator has handed out is announced, or something stands in its place. */
static void *announce(struct fh_own_allocator *own, enum fh_verb verb, void *result,
                      const struct fh_own_block *block, const struct fh_own_call *call)
{
    if (result && find_place(result, block->layout.size) && (block->is_silent || !is_recorded(own, result)))
        fh_own_block_announce(result, block, verb == FH_VERB_ZEROED, 0);
    else if (result)
        result = replace(own, result, &block->layout, verb, 0);
    note_others(own, call);
    return result;
}

void *fh_own_alloc(struct fh_own_allocator *own, enum fh_verb verb, size_t size, size_t marked)
{
    struct fh_own_call call;
    struct fh_own_block block = {.layout = fh_layout_of(size, marked)};
    OrigFn function = original(own, verb);
    void *result;
    if (own->is_replaced)
        return allocate_instead(verb, &block.layout);
    block.is_silent = is_silent(own);
    own->number = block.layout.allocator;
    fh_own_call_begin(&call, NULL);
    call.asked = &block.layout;
    CALL_FN_W_WW(result, function, size, block.layout.alignment);
    fh_own_call_end(&call);
    return announce(own, verb, result, &block, &call);
}

/* C released it, as memcheck has reported. */
static bool is_lost(const void *block)
{
    char bits;
    return VALGRIND_GET_VBITS(block, &bits, 1) == FH_UNADDRESSABLE;
}

static bool is_live(const void *address, struct fh_own_block *block)
{
    return fh_own_block_find(address, block) && block->state == FH_OWN_LIVE &&
           (block->is_silent || !is_lost(address));
}

/* The allocator with that layout's number handed it out, and it is live: it may be given back. What else
 * starts there is withdrawn, if anything does. */
static bool is_releasable(void *address, const struct fh_layout *given, struct fh_own_block *block)
{
    if (is_live(address, block))
        return block->layout.allocator == given->allocator;
    fh_own_block_withdraw(address);
    return false;
}

/* What is no live block, though it lies where these do. */
static bool is_amiss(const void *address)
{
    struct fh_own_memory memory;
    struct fh_own_block block;
    return !is_live(address, &block) && fh_own_memory_find(address, &memory);
}

/* A block that was given back. If its memory was not, it is kept: allocated, as ever. */
static void end_release(struct fh_own_allocator *own, void *address)
{
    struct fh_own_block block;
    struct fh_own_memory memory;
    if (!fh_own_block_find(address, &block) || block.state != FH_OWN_RELEASING)
        return; /* another thread was handed it out since */
    if (!block.is_silent && fh_own_memory_find(address, &memory)) {
        fh_own_block_set_state(address, FH_OWN_KEPT);
        note_once(&own->has_kept, FH_EVENT_OWN_KEPT, own);
        return;
    }
    fh_own_block_withdraw(address);
}

void fh_own_dealloc(struct fh_own_allocator *own, void *address, size_t size, size_t marked)
{
    struct fh_own_block block;
    const struct fh_layout layout = fh_layout_of(size, marked);
    if (is_releasable(address, &layout, &block)) {
        fh_rust_check_layout(address, &block.layout, &layout);
        fh_own_block_set_state(address, FH_OWN_RELEASING);
        call_dealloc(own, address, &layout);
        end_release(own, address);
    } else if (is_amiss(address)) {
        VALGRIND_FREELIKE_BLOCK(address, 0);
    } else {
        fh_rust_dealloc(address, size, marked);
    }
}

static struct fh_own_allocator *owner_of_method(uintptr_t method)
{
    for (unsigned i = 0; i < n_allocators; i++)
        if (method >= allocators[i].start && method < allocators[i].end)
            return &allocators[i];
    return NULL;
}

static void check_layout_in_any_order(void *address, const struct fh_layout *made, const size_t given[2])
{
    const struct fh_layout layout = {.size = given[0], .alignment = given[1], .allocator = made->allocator};
    if (given[1] != made->size || given[0] != made->alignment)
        fh_rust_check_layout(address, made, &layout);
}

bool fh_own_dealloc_directly(uintptr_t method, const void *self, void *address, const size_t layout[2])
{
    struct fh_own_call call;
    struct fh_own_block block;
    struct fh_layout made;
    OrigFn function = {.nraddr = method};
    struct fh_own_allocator *own = owner_of_method(method);
    if (!own || fh_own_call_is_any())
        return false;
    if (own->is_replaced && fh_backend()->find(address, &made)) {
        check_layout_in_any_order(address, &made, layout);
        fh_rust_dealloc(address, made.size, fh_layout_marked(&made));
        return true;
    }
    if (!is_live(address, &block) || block.layout.allocator != own->number)
        return false;
    check_layout_in_any_order(address, &block.layout, layout);
    fh_own_block_set_state(address, FH_OWN_RELEASING);
    fh_own_call_begin(&call, address);
    CALL_FN_v_WWWW(function, self, address, layout[0], layout[1]);
    fh_own_call_end(&call);
    end_release(own, address);
    note_others(own, &call);
    return true;
}

/* The allocator whose method the program itself calls, and the Layout that it gives; NULL: it is called
 * within, or is of another type. */
static struct fh_own_allocator *called_directly(uintptr_t method, enum fh_verb verb, const size_t given[2],
                                                struct fh_layout *layout)
{
    struct fh_own_allocator *own = owner_of_method(method);
    struct fh_own_call *call = own ? fh_own_call_innermost() : NULL;
    if (call) {
        fh_own_methods_learn(&own->methods, verb, method, given, call->asked);
        call->asked = NULL;
    }
    if (!own || call || !fh_own_methods_read(&own->methods, verb, method, given, layout))
        return NULL;
    layout->allocator = own->number;
    return own;
}

bool fh_own_alloc_directly(uintptr_t method, enum fh_verb verb, const void *self, const size_t layout[2],
                           void **result)
{
    struct fh_own_call call;
    OrigFn function = {.nraddr = method};
    struct fh_own_block block = {0};
    struct fh_own_allocator *own = called_directly(method, verb, layout, &block.layout);
    if (!own)
        return false;
    if (own->is_replaced) {
        *result = allocate_instead(verb, &block.layout);
        return true;
    }
    fh_own_call_begin(&call, NULL);
    CALL_FN_W_WWW(*result, function, self, layout[0], layout[1]);
    fh_own_call_end(&call);
    *result = announce(own, verb, *result, &block, &call);
    return true;
}

static void *realloc_amiss(struct fh_own_allocator *own, void *address, size_t marked, size_t new_size)
{
    void *result = fh_own_alloc(own, FH_VERB_ALLOCATE, new_size, marked);
    if (!result)
        return NULL;
    fh_backend()->copy_foreign(result, address, new_size);
    VALGRIND_FREELIKE_BLOCK(address, 0);
    return result;
}

/* The allocator has moved the block `old`, or made it larger or smaller where it is. */
static void *end_realloc(struct fh_own_allocator *own, void *address, struct fh_own_block *old, void *result,
                         size_t new_size)
{
    struct fh_own_block block = *old;
    size_t kept = old->layout.size < new_size ? old->layout.size : new_size;
    block.layout.size = new_size;
    if (result == address) {
        fh_own_block_resize(address, old, new_size);
        return result;
    }
    end_release(own, address);
    if (!find_place(result, new_size))
        return replace(own, result, &block.layout, FH_VERB_ALLOCATE, kept);
    fh_own_block_announce(result, &block, false, kept);
    return result;
}

/* After the call. */
static void *finish_realloc(struct fh_own_allocator *own, void *address, struct fh_own_block *old,
                            void *result, size_t new_size, const struct fh_own_call *call)
{
    if (result)
        result = end_realloc(own, address, old, result, new_size);
    else
        fh_own_block_set_state(address, FH_OWN_LIVE);
    note_others(own, call);
    return result;
}

void *fh_own_realloc(struct fh_own_allocator *own, void *address, size_t old_size, size_t marked,
                     size_t new_size)
{
    struct fh_own_call call;
    struct fh_own_block block;
    const struct fh_layout layout = fh_layout_of(old_size, marked);
    OrigFn function = original(own, FH_VERB_RESIZE);
    void *result;
    if (!is_releasable(address, &layout, &block))
        return is_amiss(address) ? realloc_amiss(own, address, marked, new_size)
                                 : fh_rust_realloc(address, old_size, marked, new_size);
    fh_rust_check_layout(address, &block.layout, &layout);
    fh_own_block_set_state(address, FH_OWN_RELEASING);
    fh_own_call_begin(&call, address);
    call.asked = &layout;
    CALL_FN_W_WWWW(result, function, address, old_size, layout.alignment, new_size);
    fh_own_call_end(&call);
    return finish_realloc(own, address, &block, result, new_size, &call);
}

bool fh_own_realloc_directly(uintptr_t method, const void *self, void *address, const size_t layout[2],
                             size_t new_size, void **result)
{
    struct fh_own_call call;
    struct fh_own_block block;
    struct fh_layout made;
    OrigFn function = {.nraddr = method};
    struct fh_own_allocator *own = called_directly(method, FH_VERB_RESIZE, layout, &made);
    if (own && own->is_replaced && fh_backend()->find(address, &made)) {
        check_layout_in_any_order(address, &made, layout);
        *result = fh_rust_realloc(address, made.size, fh_layout_marked(&made), new_size);
        return true;
    }
    if (!own || !is_live(address, &block) || block.layout.allocator != own->number)
        return false;
    check_layout_in_any_order(address, &block.layout, layout);
    fh_own_block_set_state(address, FH_OWN_RELEASING);
    fh_own_call_begin(&call, address);
    CALL_FN_W_5W(*result, function, self, address, layout[0], layout[1], new_size);
    fh_own_call_end(&call);
    *result = finish_realloc(own, address, &block, *result, new_size, &call);
    return true;
}

/* For the rust heap. */
static bool find_live(const void *address, struct fh_layout *layout)
{
    struct fh_own_block block;
    if (!is_live(address, &block) || block.is_silent)
        return false;
    *layout = block.layout;
    return true;
}

static const struct fh_other_blocks other_blocks = {find_live, fh_own_block_withdraw};

bool fh_own_allocator_watch(const struct fh_loaded_object *loaded, const struct fh_rust_entries *entries)
{
    unsigned i = 0;
    while (i < ALLOCATORS_MAX && allocators[i].start != 0)
        i++;
    if (i == ALLOCATORS_MAX || entries->n_own != FH_VERB_COUNT)
        return false;
    struct fh_own_allocator own = {.start = loaded->start, .end = loaded->end};
    for (unsigned verb = 0; verb < FH_VERB_COUNT; verb++) {
        if (entries->n[verb] != 1)
            return false;
        own.functions[verb] = loaded->base + entries->addresses[verb][0];
    }
    if (!fh_imports_lead_to(loaded, fh_own_memory_function))
        return false;
    find_statics(loaded->info, own.statics);
    fh_rust_heap_knows(&other_blocks);
    allocators[i] = own;
    if (n_allocators == 0)
        __atomic_fetch_add(&fh_long_way_reasons, 1, __ATOMIC_RELAXED);
    n_allocators += i == n_allocators;
    return true;
}

bool fh_own_allocator_has_kept(void)
{
    for (unsigned i = 0; i < n_allocators; i++)
        if (allocators[i].has_kept)
            return true;
    return false;
}
