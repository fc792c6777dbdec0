/* SPDX-License-Identifier: MIT */
#include "asan_heap.h"

#include <string.h>

#include "asan.h"
#include "asan_delete.h"
#include "asan_free.h"
#include "asan_threads.h"
#include "heap/address_table.h"
#include "heap/event_writer.h"
#include "heap/fail.h"
#include "heap/marked.h"
#include "heap/unchecked.h"
#include "wire/domain.h"
#include "wire/live_set.h"

static struct fh_address_table live =
    FH_ADDRESS_TABLE; /* size, marked alignment (heap/marked.h); 0: not Rust's */
/* Where ASan knows the blocks of Rust's that have a header, live or released. */
static struct fh_address_table with_header = FH_ADDRESS_TABLE;
static struct fh_heap_counts counts;

/* What the calling thread does for Rust, for the hooks. */
struct action {
    struct fh_layout allocating; /* alignment 0: nothing */
    const void *releasing;       /* as ASan knows it */
    const void *block;           /* the same, as Rust knows it */
};

static __thread struct action action __attribute__((tls_model("initial-exec")));

static size_t header_size(size_t alignment)
{
    return FH_ASAN_SEES_RELEASES && alignment <= FH_ASAN_HEADER ? FH_ASAN_HEADER : 0;
}

static bool has_header(const void *start)
{
    struct fh_address_table_values nothing;
    return fh_address_table_find(&with_header, start, &nothing);
}

/* A block begins where an earlier one may have begun. */
static void note_header(const void *start, size_t size)
{
    struct fh_address_table_values nothing = {0, 0};
    if (size > 0)
        fh_address_table_put(&with_header, start, nothing, false);
    else
        fh_address_table_take(&with_header, start, &nothing);
}

static void add(uint64_t *count, uint64_t amount)
{
    __atomic_fetch_add(count, amount, __ATOMIC_RELAXED);
}

static void enter(const void *address, const struct fh_layout *layout)
{
    fh_address_table_put(&live, address,
                         (struct fh_address_table_values){layout->size, fh_layout_marked(layout)}, false);
    add(&counts.allocs, 1);
    add(&counts.bytes, layout->size);
    add(&counts.in_use_blocks, 1);
    add(&counts.in_use_bytes, layout->size);
    add(&counts.live, fh_live_member((uintptr_t)address));
}

static void note_malloc(const volatile void *address, size_t size)
{
    const struct fh_layout plain = {.size = size};
    char *start = (char *)(uintptr_t)address;
    if (!start || fh_asan_is_runtimes_own())
        return;
    const struct fh_layout *layout = action.allocating.alignment != 0 ? &action.allocating : &plain;
    size_t header = layout->alignment != 0 ? header_size(layout->alignment) : 0;
    note_header(start, header);
    fh_asan_keep_description(start);
    enter(start + header, layout);
}

/* As memcheck does, a release of what is no block is a release. A block that was never counted is ASan's own.
 */
static bool take(const void *address, struct fh_address_table_values *block)
{
    bool is_live = fh_address_table_take(&live, address, block);
    if (is_live || !__sanitizer_get_ownership(address))
        add(&counts.frees, 1);
    if (is_live) {
        add(&counts.in_use_blocks, -(uint64_t)1);
        add(&counts.in_use_bytes, -block->first);
        add(&counts.live, -fh_live_member((uintptr_t)address));
    }
    return is_live;
}

/* ASan takes Rust and C++ for one, and knows no reallocation by the other side as such. The block is still
 * there. */
static void report_cross_free(const void *address, uint64_t size, enum fh_domain allocated_by,
                              enum fh_domain released_by)
{
    uint64_t values[] = {(uintptr_t)address, size, allocated_by, released_by};
    fh_notice_of_event(fh_event_write(FH_EVENT_CROSS_FREE, values, 4, NULL), "cross-allocator-free", address);
}

static void note_free(const volatile void *address)
{
    struct fh_address_table_values block;
    const char *start = (const char *)(uintptr_t)address;
    if (!start)
        return;
    fh_asan_forget_description(start);
    if (action.releasing == start)
        take(action.block, &block);
    else if (take(start, &block) && block.second != 0)
        report_cross_free(start, block.first, FH_DOMAIN_RUST, FH_DOMAIN_UNKNOWN);
}

void fh_asan_heap_begin(void)
{
    if (!__sanitizer_install_malloc_and_free_hooks(note_malloc, note_free))
        fh_fail("AddressSanitizer takes no hooks");
}

static const char nothrow;

/* engine/asan/asan_records.c knows the two by their names. */
__attribute__((noinline)) static void *fh_asan_with_header(size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    char *start = fh_asan_new(size + FH_ASAN_HEADER, FH_ASAN_HEADER, &nothrow);
    if (!start)
        return NULL;
    *(volatile uint64_t *)start = 0; /* no description of a block begins with it */
    __asan_poison_memory_region(start, FH_ASAN_HEADER);
    return start + FH_ASAN_HEADER;
}

__attribute__((noinline)) static void *without_header(size_t size, size_t alignment)
{
    return fh_asan_new(size, alignment, &nothrow);
}

void *fh_asan_heap_allocate(size_t size, size_t marked, bool is_zeroed)
{
    action.allocating = fh_layout_of(size, marked);
    size_t alignment = action.allocating.alignment;
    void *block = header_size(alignment) > 0 ? fh_asan_with_header(size) : without_header(size, alignment);
    action.allocating = (struct fh_layout){0};
    if (block && is_zeroed)
        memset(block, 0, size);
    return block;
}

bool fh_asan_heap_find(const void *address, struct fh_layout *layout)
{
    struct fh_address_table_values block;
    if (!fh_address_table_find(&live, address, &block) || block.second == 0)
        return false;
    *layout = fh_layout_of(block.first, block.second);
    return true;
}

/* With the layout that it was made with: another one was reported already. */
bool fh_asan_heap_release(void *address)
{
    struct fh_layout layout;
    if (!fh_asan_heap_find(address, &layout))
        return false;
    size_t header = header_size(layout.alignment);
    char *start = (char *)address - header;
    fh_asan_restore_description(start);
    action.releasing = start;
    action.block = address;
    fh_asan_sized_delete *release = FH_ASAN_SEES_RELEASES ? fh_asan_runtimes_delete() : fh_asan_delete_sized;
    release(start, layout.size + header, header > 0 ? header : layout.alignment);
    action.releasing = NULL;
    fh_asan_released(start);
    return true;
}

bool fh_asan_heap_release_for_other(void *address)
{
    struct fh_layout layout;
    if (!fh_asan_heap_find(address, &layout) || header_size(layout.alignment) == 0)
        return false;
    report_cross_free(address, layout.size, FH_DOMAIN_RUST, FH_DOMAIN_UNKNOWN);
    return fh_asan_heap_release(address);
}

void *fh_asan_heap_known_as(void *address)
{
    char *start = (char *)address - FH_ASAN_HEADER;
    if (!has_header(start) || fh_asan_heap_c_block_size(address) != 0)
        return address;
    fh_asan_restore_description(start);
    return fh_asan_block_start(address) == start ? start : address;
}

static void delete_foreign(void *address)
{
    if (FH_ASAN_SEES_RELEASES) {
        fh_asan_delete(address);
    } else if (address && fh_asan_prepare_release(&address)) {
        fh_asan_operator_delete(address);
        fh_asan_released(address);
    }
}

void fh_asan_heap_release_foreign(void *address)
{
    fh_asan_restore_description(address);
    if (__sanitizer_get_ownership(address))
        report_cross_free(address, __sanitizer_get_allocated_size(address), FH_DOMAIN_UNKNOWN,
                          FH_DOMAIN_RUST);
    delete_foreign(address);
}

enum fh_heap_owner fh_asan_heap_owner(const void *address)
{
    struct fh_layout layout;
    fh_asan_restore_description(fh_asan_heap_known_as((void *)(uintptr_t)address));
    const char *start = fh_asan_block_start(address);
    if (!start)
        return FH_OWNED_ELSEWHERE;
    if (has_header(start))
        start += FH_ASAN_HEADER;
    return (const char *)address >= start && fh_asan_heap_find(start, &layout) ? FH_OWNED_BY_RUST
                                                                               : FH_OWNED_ELSEWHERE;
}

size_t fh_asan_heap_c_block_size(const void *address)
{
    struct fh_address_table_values block;
    return fh_address_table_find(&live, address, &block) && block.second == 0 ? block.first : 0;
}

struct fh_heap_counts fh_asan_heap_count(void)
{
    return (struct fh_heap_counts){
        __atomic_load_n(&counts.allocs, __ATOMIC_RELAXED),
        __atomic_load_n(&counts.frees, __ATOMIC_RELAXED),
        __atomic_load_n(&counts.bytes, __ATOMIC_RELAXED),
        __atomic_load_n(&counts.in_use_blocks, __ATOMIC_RELAXED),
        __atomic_load_n(&counts.in_use_bytes, __ATOMIC_RELAXED),
        __atomic_load_n(&counts.live, __ATOMIC_RELAXED),
    };
}

struct visit {
    void (*function)(const void *start, size_t size);
};

static void visit(const void *address, struct fh_address_table_values block, void *data)
{
    ((struct visit *)data)->function(address, block.first);
}

void fh_asan_heap_each(void (*function)(const void *start, size_t size))
{
    struct visit data = {function};
    fh_address_table_each(&live, visit, &data);
}

void fh_asan_heap_count_release(void)
{
    add(&counts.frees, 1);
}

void fh_asan_heap_lock(void)
{
    fh_address_table_lock(&live);
    fh_address_table_lock(&with_header);
    fh_asan_free_lock();
}

void fh_asan_heap_unlock(void)
{
    fh_asan_free_unlock();
    fh_address_table_unlock(&with_header);
    fh_address_table_unlock(&live);
}
