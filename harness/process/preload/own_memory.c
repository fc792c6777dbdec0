/* SPDX-License-Identifier: MIT */
#include "own_memory.h"

#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/memcheck.h>

#include "heap/address_table.h"
#include "heap/arena.h"
#include "heap/marked.h"
#include "heap/memory.h"
#include "own_blocks.h"

#define ALIGNMENT ((size_t)16) /* malloc's */

#define NESTED_MAX \
    16 /* calls of one thread, each within the one before; one more is taken for the last of them */

static __thread struct fh_own_call *calls[NESTED_MAX] __attribute__((tls_model("initial-exec")));
static __thread unsigned n_calls __attribute__((tls_model("initial-exec")));
static struct fh_address_table taken = FH_ADDRESS_TABLE; /* by where it starts: size, block */

static uintptr_t mark_of(const struct fh_own_call *call)
{
    return ~(uintptr_t)call;
}

/* A panic or longjmp() may leave a call without its end. Then it lies where the stack has been left since,
 * and memcheck has taken all that was there for unset: or another function has set it. */
static bool is_going_on(const struct fh_own_call *call)
{
    uintptr_t bits = 0;
    bool is_known = VALGRIND_GET_VBITS(&call->mark, &bits, sizeof(bits)) == 1;
    return is_known && bits == 0 && call->mark == mark_of(call);
}

struct fh_own_call *fh_own_call_innermost(void)
{
    while (n_calls > 0 && !is_going_on(calls[n_calls - 1]))
        n_calls--;
    return n_calls > 0 ? calls[n_calls - 1] : NULL;
}

void fh_own_call_begin(struct fh_own_call *call, const void *releasing)
{
    (void)fh_own_call_innermost();
    call->mark = mark_of(call);
    call->asked = NULL;
    call->releasing = releasing;
    call->n_taken = 0;
    if (n_calls < NESTED_MAX)
        calls[n_calls++] = call;
}

void fh_own_call_end(struct fh_own_call *call)
{
    if (fh_own_call_innermost() == call)
        n_calls--;
    call->mark = 0;
}

bool fh_own_call_is_any(void)
{
    return fh_own_call_innermost() != NULL;
}

bool fh_own_memory_at(const void *start, struct fh_own_memory *memory)
{
    struct fh_address_table_values values;
    if (!start || !fh_address_table_find(&taken, start, &values))
        return false;
    *memory =
        (struct fh_own_memory){(char *)(uintptr_t)start, values.first, (void *)(uintptr_t)values.second};
    return true;
}

bool fh_own_memory_find(const void *address, struct fh_own_memory *memory)
{
    fh_arena_lock();
    const struct fh_heap_block *block = fh_arena_find(address);
    const char *start = block && block->state == FH_HEAP_BLOCK_LIVE ? block->start : NULL;
    fh_arena_unlock();
    return fh_own_memory_at(start, memory);
}

void fh_own_memory_set_block(const struct fh_own_memory *memory, void *block)
{
    fh_address_table_put(&taken, memory->start,
                         (struct fh_address_table_values){memory->size, (uintptr_t)block}, false);
}

static void visit_memory(const void *address, struct fh_address_table_values values, void *data)
{
    void (**visit)(const struct fh_own_memory *memory) = data;
    struct fh_own_memory memory = {(char *)(uintptr_t)address, values.first,
                                   (void *)(uintptr_t)values.second};
    (*visit)(&memory);
}

void fh_own_memory_each(void (*visit)(const struct fh_own_memory *memory))
{
    fh_address_table_each(&taken, visit_memory, &visit);
}

/* Within a call of the allocator's. */
static void *take(struct fh_own_call *call, size_t size, size_t alignment, bool is_zeroed)
{
    bool has_zeroes = false;
    fh_arena_lock();
    const struct fh_heap_block *block =
        fh_arena_take(size, fh_marked(alignment, fh_mark(FH_MARK_NOBODY)), &has_zeroes);
    void *start = !block ? NULL : block->start;
    fh_arena_unlock();
    if (!start) {
        errno = ENOMEM;
        return NULL;
    }
    VALGRIND_MAKE_MEM_UNDEFINED(start, size);
    if (is_zeroed && has_zeroes)
        VALGRIND_MAKE_MEM_DEFINED(start, size);
    else if (is_zeroed)
        memset(start, 0, size);
    fh_address_table_put(&taken, start, (struct fh_address_table_values){size, 0}, false);
    call->taken[call->n_taken++] = start;
    return start;
}

/* The call that it serves; NULL: it is for libc. */
static struct fh_own_call *served_here(void)
{
    struct fh_own_call *call = fh_own_call_innermost();
    return call && call->n_taken < FH_OWN_TAKEN_MAX ? call : NULL;
}

/* The block that is being given back is withdrawn when that is done. */
static void give_back(const struct fh_own_memory *memory)
{
    struct fh_address_table_values values;
    if (!fh_address_table_take(&taken, memory->start, &values))
        return;
    const struct fh_own_call *call = fh_own_call_innermost();
    if (memory->block && (!call || call->releasing != memory->block))
        fh_own_block_withdraw(memory->block);
    VALGRIND_MAKE_MEM_NOACCESS(memory->start, memory->size);
    fh_arena_lock();
    fh_arena_release(fh_arena_find(memory->start));
    fh_arena_unlock();
}

/* Is it the allocator that gives this back? Outside of its calls (in a thread that empties caches, at a
 * thread's end) it gives back what is no live block of Rust's; with one of these it is C code that does so,
 * and memcheck is to say so. */
static bool is_allocators(const void *start, struct fh_own_memory *memory)
{
    struct fh_own_block block;
    if (!fh_own_memory_at(start, memory))
        return false;
    return fh_own_call_is_any() || !fh_own_block_find(memory->block, &block) || block.state != FH_OWN_LIVE;
}

static void *own_malloc(size_t size)
{
    struct fh_own_call *call = served_here();
    return call ? take(call, size, ALIGNMENT, false) : malloc(size);
}

static void *own_calloc(size_t n, size_t size)
{
    size_t bytes;
    struct fh_own_call *call = served_here();
    if (!call || __builtin_mul_overflow(n, size, &bytes))
        return calloc(n, size);
    return take(call, bytes, ALIGNMENT, true);
}

static void own_free(void *start)
{
    struct fh_own_memory memory;
    if (is_allocators(start, &memory))
        give_back(&memory);
    else
        free(start);
}

static void *own_realloc(void *start, size_t size)
{
    struct fh_own_memory memory;
    if (!start)
        return own_malloc(size);
    if (!is_allocators(start, &memory))
        return realloc(start, size);
    void *result = own_malloc(size);
    if (!result)
        return NULL;
    memcpy(result, start, memory.size < size ? memory.size : size);
    give_back(&memory);
    return result;
}

static void *own_reallocarray(void *start, size_t n, size_t size)
{
    size_t bytes;
    return __builtin_mul_overflow(n, size, &bytes) ? reallocarray(start, n, size) : own_realloc(start, bytes);
}

static int own_posix_memalign(void **start, size_t alignment, size_t size)
{
    bool is_right = alignment >= sizeof(void *) && (alignment & (alignment - 1)) == 0;
    struct fh_own_call *call = served_here();
    if (!call || !is_right)
        return posix_memalign(start, alignment, size);
    void *result = take(call, size, alignment, false);
    if (result)
        *start = result;
    return !result ? ENOMEM : 0;
}

static void *own_memalign(size_t alignment, size_t size)
{
    bool is_right = alignment > 0 && (alignment & (alignment - 1)) == 0;
    struct fh_own_call *call = is_right ? served_here() : NULL;
    return call ? take(call, size, alignment, false) : memalign(alignment, size);
}

static void *own_valloc(size_t size)
{
    return own_memalign(fh_page_size(), size);
}

static void *own_pvalloc(size_t size)
{
    size_t page = fh_page_size();
    return own_memalign(page, (size + page - 1) & ~(page - 1));
}

static size_t own_usable_size(void *start)
{
    struct fh_own_memory memory;
    return fh_own_memory_at(start, &memory) ? memory.size : malloc_usable_size(start);
}

#define FUNCTION(NAME, OURS)         \
    {                                \
        NAME, (void (*)(void))(OURS) \
    }

/* The entries of the malloc family in wire/allocators.c, all of them, and one that asks. */
static const struct {
    const char *name;
    void (*function)(void);
} functions[] = {
    FUNCTION("malloc", own_malloc),
    FUNCTION("calloc", own_calloc),
    FUNCTION("realloc", own_realloc),
    FUNCTION("reallocarray", own_reallocarray),
    FUNCTION("free", own_free),
    FUNCTION("free_sized", own_free), /* C23's, and the next: what they take besides is of no use here */
    FUNCTION("free_aligned_sized", own_free),
    FUNCTION("posix_memalign", own_posix_memalign),
    FUNCTION("aligned_alloc", own_memalign),
    FUNCTION("memalign", own_memalign),
    FUNCTION("valloc", own_valloc),
    FUNCTION("pvalloc", own_pvalloc),
    FUNCTION("malloc_usable_size", own_usable_size),
};

void (*fh_own_memory_function(const char *name))(void)
{
    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
        if (strcmp(functions[i].name, name) == 0)
            return functions[i].function;
    return NULL;
}
