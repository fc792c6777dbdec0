/* SPDX-License-Identifier: MIT */
#include "asan_heap.h"

#include <string.h>

#include "asan.h"
#include "asan_free.h"
#include "events.h"
#include "runner.h"
#include "table.h"
#include "timeline.h"

static struct fh_table live = FH_TABLE; /* size, alignment; alignment 0: not Rust's */
static struct fh_heap_counts counts;

/* What the calling thread does for Rust, for the hooks. */
struct deed {
    struct fh_layout allocating; /* alignment 0: nothing */
    const void *releasing;
};

static __thread struct deed deed __attribute__((tls_model("initial-exec")));

static void add(uint64_t *count, uint64_t amount)
{
    __atomic_fetch_add(count, amount, __ATOMIC_RELAXED);
}

static void note_malloc(const volatile void *address, size_t size)
{
    if (address == NULL)
        return;
    if (deed.allocating.alignment != 0) /* ASan makes one byte of none */
        size = deed.allocating.size;
    fh_table_put(&live, (const void *)address, (struct fh_table_values){size, deed.allocating.alignment},
                 false);
    if (deed.allocating.alignment == 0)
        fh_timeline_alloc((const void *)address, size, 0, FH_DOMAIN_C); /* or C++'s: the hook does not say */
    add(&counts.allocs, 1);
    add(&counts.bytes, size);
    add(&counts.in_use_blocks, 1);
    add(&counts.in_use_bytes, size);
}

/* As memcheck does, a release of what is no block is a release. A block from before the hooks was never counted. */
static bool take(const void *address, struct fh_table_values *block)
{
    bool is_live = fh_table_take(&live, address, block);
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
    fh_notice_event(fh_event(FH_EVENT_CROSS_FREE, values, 4, NULL), "cross-allocator-free", address);
}

static void note_free(const volatile void *address)
{
    struct fh_table_values block;
    const void *start = (const void *)address;
    if (start == NULL || !take(start, &block) || deed.releasing == start)
        return;
    fh_timeline_free(start, FH_DOMAIN_C);
    if (block.second != 0)
        report_cross_free(start, block.first, FH_DOMAIN_RUST, FH_DOMAIN_UNKNOWN);
}

/* After the constructors of shared libraries: what those of the runtime itself keep is not the scenario's. */
__attribute__((constructor(101))) static void install(void)
{
    if (!__sanitizer_install_malloc_and_free_hooks(note_malloc, note_free))
        fh_fail("AddressSanitizer takes no hooks");
}

void *fh_asan_heap_allocate(size_t size, size_t alignment, bool is_zeroed)
{
    static const char nothrow;
    deed.allocating = (struct fh_layout){size, alignment};
    void *block = fh_asan_new(size, alignment, &nothrow);
    deed.allocating = (struct fh_layout){0, 0};
    if (block != NULL && is_zeroed)
        memset(block, 0, size);
    return block;
}

bool fh_asan_heap_find(const void *address, struct fh_layout *layout)
{
    struct fh_table_values block;
    if (!fh_table_find(&live, address, &block) || block.second == 0)
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
    deed.releasing = address;
    fh_asan_delete_sized(address, layout.size, layout.alignment);
    deed.releasing = NULL;
    fh_asan_released(address);
    return true;
}

void fh_asan_heap_release_foreign(void *address)
{
    if (__sanitizer_get_ownership(address))
        report_cross_free(address, __sanitizer_get_allocated_size(address), FH_DOMAIN_UNKNOWN,
                          FH_DOMAIN_RUST);
    if (!fh_asan_can_release(address)) {
        fh_asan_report_release(address);
        return;
    }
    fh_asan_restore(address);
    fh_asan_delete(address);
    fh_asan_released(address);
}

enum fh_ownership fh_asan_heap_owner(const void *address)
{
    struct fh_layout layout;
    const void *start = fh_asan_block_start(address);
    return start != NULL && fh_asan_heap_find(start, &layout) ? FH_OWNED_BY_RUST : FH_OWNED_ELSEWHERE;
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

void fh_asan_heap_count_release(void)
{
    add(&counts.frees, 1);
}

void fh_asan_heap_lock(void)
{
    fh_table_lock(&live);
    fh_asan_free_lock();
}

void fh_asan_heap_unlock(void)
{
    fh_asan_free_unlock();
    fh_table_unlock(&live);
}
