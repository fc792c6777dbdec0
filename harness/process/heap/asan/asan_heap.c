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
#include "heap/unchecked.h"
#include "wire/domain.h"

#define MARK UINT64_C(0x7374616568646c6f) /* no pointer, and not what ASan fills blocks with */

/* Before a block of Rust's. */
struct header {
    uint64_t asans; /* what ASan notes on release; 0 before: no description of a block begins with it */
    uint64_t mark;
};

_Static_assert(sizeof(struct header) == FH_ASAN_HEADER, "where Rust's block begins");

static struct fh_address_table live = FH_ADDRESS_TABLE; /* size, alignment; alignment 0: not Rust's */
static struct fh_heap_counts counts;

/* What the calling thread does for Rust, for the hooks. */
struct action {
    struct fh_layout allocating; /* alignment 0: nothing */
    const void *releasing;       /* as ASan knows it */
};

static __thread struct action action __attribute__((tls_model("initial-exec")));

static size_t header_size(size_t alignment)
{
    return FH_ASAN_SEES_RELEASES && alignment <= FH_ASAN_HEADER ? FH_ASAN_HEADER : 0;
}

FH_UNCHECKED static void set_mark(void *start, bool is_marked)
{
    struct header *header = start;
    *header = (struct header){0, is_marked ? (uintptr_t)start ^ MARK : 0};
}

/* `start` is that of a block of ASan's, which has as many bytes whatever its size. */
FH_UNCHECKED static bool has_header(const void *start)
{
    return ((const struct header *)start)->mark == ((uintptr_t)start ^ MARK);
}

static void add(uint64_t *count, uint64_t amount)
{
    __atomic_fetch_add(count, amount, __ATOMIC_RELAXED);
}

static void enter(const void *address, const struct fh_layout *layout)
{
    fh_address_table_put(&live, address, (struct fh_address_table_values){layout->size, layout->alignment},
                         false);
    add(&counts.allocs, 1);
    add(&counts.bytes, layout->size);
    add(&counts.in_use_blocks, 1);
    add(&counts.in_use_bytes, layout->size);
}

static void note_malloc(const volatile void *address, size_t size)
{
    const struct fh_layout plain = {size, 0};
    char *start = (char *)(uintptr_t)address;
    if (start == NULL || fh_asan_is_runtimes_own())
        return;
    if (action.allocating.alignment != 0) {
        enter(start + header_size(action.allocating.alignment), &action.allocating);
        return;
    }
    if (has_header(start)) /* of an earlier block */
        set_mark(start, false);
    enter(start, &plain);
}

/* As memcheck does, a release of what is no block is a release. A block that was never counted is ASan's own. */
static bool take(const void *address, struct fh_address_table_values *block)
{
    bool is_live = fh_address_table_take(&live, address, block);
    if (is_live || !__sanitizer_get_ownership(address))
        add(&counts.frees, 1);
    if (is_live) {
        add(&counts.in_use_blocks, -(uint64_t)1);
        add(&counts.in_use_bytes, -block->first);
    }
    return is_live;
}

/* ASan takes Rust and C++ for one, and knows no reallocation by the other side as such. The block is still there. */
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
    if (start == NULL)
        return;
    if (action.releasing == start)
        take(has_header(start) ? start + FH_ASAN_HEADER : start, &block);
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
    if (start == NULL)
        return NULL;
    set_mark(start, true);
    __asan_poison_memory_region(start, FH_ASAN_HEADER);
    return start + FH_ASAN_HEADER;
}

__attribute__((noinline)) static void *without_header(size_t size, size_t alignment)
{
    return fh_asan_new(size, alignment, &nothrow);
}

void *fh_asan_heap_allocate(size_t size, size_t alignment, bool is_zeroed)
{
    action.allocating = (struct fh_layout){size, alignment};
    void *block = header_size(alignment) > 0 ? fh_asan_with_header(size) : without_header(size, alignment);
    action.allocating = (struct fh_layout){0, 0};
    if (block != NULL && is_zeroed)
        memset(block, 0, size);
    return block;
}

bool fh_asan_heap_find(const void *address, struct fh_layout *layout)
{
    struct fh_address_table_values block;
    if (!fh_address_table_find(&live, address, &block) || block.second == 0)
        return false;
    *layout = (struct fh_layout){block.first, block.second};
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
    action.releasing = start;
    fh_asan_sized_delete *release = FH_ASAN_SEES_RELEASES ? fh_asan_runtimes_delete() : fh_asan_delete_sized;
    release(start, layout.size + header, header > 0 ? header : layout.alignment);
    action.releasing = NULL;
    if (header == 0)
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
    char *start = (char *)fh_asan_block_start(address);
    return start != NULL && has_header(start) && address == start + FH_ASAN_HEADER ? start : address;
}

static void delete_foreign(void *address)
{
    if (FH_ASAN_SEES_RELEASES) {
        fh_asan_delete(address);
    } else if (address != NULL && fh_asan_prepare_release(&address)) {
        fh_asan_operator_delete(address);
        fh_asan_released(address);
    }
}

void fh_asan_heap_release_foreign(void *address)
{
    if (__sanitizer_get_ownership(address))
        report_cross_free(address, __sanitizer_get_allocated_size(address), FH_DOMAIN_UNKNOWN,
                          FH_DOMAIN_RUST);
    delete_foreign(address);
}

enum fh_heap_owner fh_asan_heap_owner(const void *address)
{
    struct fh_layout layout;
    const char *start = fh_asan_block_start(address);
    if (start == NULL)
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
    fh_asan_free_lock();
}

void fh_asan_heap_unlock(void)
{
    fh_asan_free_unlock();
    fh_address_table_unlock(&live);
}
