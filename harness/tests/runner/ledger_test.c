/* SPDX-License-Identifier: MIT */
/* The ledger on its own: every function of the malloc family and of C++'s, who released what of whom, stacks.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "heap/arena.h"
#include "heap/event_writer.h"
#include "heap/memory.h"
#include "heap/rust_heap.h"
#include "heap/stack.h"
#include "ledger/ledger.h"
#include "ledger/ledger_leaks.h"
#include "ledger/ledger_malloc.h"
#include "ledger/ledger_stacks.h"
#include "ledger_check.h"
#include "runner/at_line.h"
#include "runner/observe.h"

void *memalign(size_t alignment, size_t size);
void *pvalloc(size_t size);
size_t malloc_usable_size(void *block);
void free_sized(void *block, size_t size);
void *new_one(size_t size) __asm__("_Znwm");
void *new_array(size_t size) __asm__("_Znam");
void *new_aligned(size_t size, size_t alignment) __asm__("_ZnwmSt11align_val_t");
void *new_nothrow(size_t size, const void *tag) __asm__("_ZnwmRKSt9nothrow_t");
void delete_one(void *block) __asm__("_ZdlPv");
void delete_array(void *block) __asm__("_ZdaPv");
void delete_aligned(void *block, size_t size, size_t alignment) __asm__("_ZdlPvmSt11align_val_t");

#define N_FAMILIES 4

static void check_block(void *block, size_t size, size_t alignment, enum fh_family wanted)
{
    enum fh_family family = FH_FAMILY_RUST;
    CHECK(block != NULL && (uintptr_t)block % alignment == 0);
    CHECK(fh_ledger_family(block, &family) && family == wanted);
    CHECK(fh_ledger_size(block) == size && malloc_usable_size(block) == size);
    memset(block, 0xa5, size);
}

static void check_released(void *block, void (*release)(void *block))
{
    enum fh_family family;
    uint64_t violations = fh_ledger_count_violations();
    release(block);
    CHECK(!fh_ledger_family(block, &family));
    CHECK(fh_ledger_count_violations() == violations);
}

static void test_malloc_family(void)
{
    void *block = NULL;
    doing = "malloc family";
    for (size_t size = 0; size < 100000; size = size * 3 + 1) {
        check_block(block = hidden(malloc(size)), size, 16, FH_FAMILY_MALLOC);
        check_released(block, free);
        check_block(block = hidden(memalign(64, size)), size, 64, FH_FAMILY_MALLOC);
        check_released(block, free);
        check_block(block = hidden(aligned_alloc(8192, size)), size, 8192, FH_FAMILY_MALLOC);
        check_released(block, free);
        CHECK(posix_memalign(&block, 1u << 20, size) == 0);
        check_block(hidden(block), size, 1u << 20, FH_FAMILY_MALLOC);
        free_sized(block, size);
        check_block(block = hidden(valloc(size)), size, 4096, FH_FAMILY_MALLOC);
        check_released(block, free);
    }
    check_block(block = hidden(pvalloc(5000)), 8192, 4096, FH_FAMILY_MALLOC);
    check_released(block, free);
    free(NULL);
}

static void test_zeroes(void)
{
    doing = "zeroes";
    for (unsigned i = 0; i < 3000; i++) { /* through the quarantine, and into it again */
        unsigned char *block = hidden(calloc(100, 100));
        for (unsigned j = 0; j < 10000; j++)
            CHECK(block[j] == 0);
        memset(block, 0xff, 10000);
        free(block);
    }
}

static void test_no_memory(void)
{
    void *block = &block;
    volatile size_t huge = SIZE_MAX;
    doing = "no memory";
    errno = 0;
    CHECK(hidden(malloc(huge)) == NULL && errno == ENOMEM);
    CHECK(hidden(malloc(huge / 2)) == NULL && hidden(calloc(huge / 2, 3)) == NULL);
    CHECK(hidden(reallocarray(NULL, huge / 2, 3)) == NULL && errno == ENOMEM);
    CHECK(posix_memalign(&block, 24, 8) == EINVAL && posix_memalign(&block, 2, 8) == EINVAL);
    CHECK(posix_memalign(&block, 16, huge - 100) == ENOMEM && block == &block);
    CHECK(hidden(aligned_alloc((size_t)1 << 62, 8)) == NULL && hidden(aligned_alloc(24, 8)) == NULL);
    CHECK(hidden(new_nothrow(huge, NULL)) == NULL);
}

static void test_realloc(void)
{
    doing = "realloc";
    char *block = hidden(realloc(NULL, 10));
    check_block(block, 10, 16, FH_FAMILY_MALLOC);
    memcpy(block, "123456789", 10);
    char *moved = hidden(realloc(block, 100000));
    CHECK(moved != block && strcmp(moved, "123456789") == 0 && fh_ledger_size(block) == 0);
    CHECK(hidden(realloc(moved, SIZE_MAX)) == NULL && fh_ledger_size(moved) == 100000);
    block = hidden(reallocarray(moved, 5, 1));
    CHECK(memcmp(block, "12345", 5) == 0 && fh_ledger_size(block) == 5);
    CHECK(hidden(realloc(block, 0)) == NULL && fh_ledger_size(block) == 0);
    CHECK(fh_ledger_count_violations() == 0);
}

static void test_operators(void)
{
    void *block;
    doing = "operators";
    check_block(block = hidden(new_one(SIZE)), SIZE, 16, FH_FAMILY_NEW);
    check_released(block, delete_one);
    check_block(block = hidden(new_array(SIZE)), SIZE, 16, FH_FAMILY_NEW_ARRAY);
    check_released(block, delete_array);
    check_block(block = hidden(new_aligned(SIZE, 256)), SIZE, 256, FH_FAMILY_NEW);
    delete_aligned(block, SIZE, 256);
    CHECK(fh_ledger_size(block) == 0);
}

/* What the C library allocates is the ledger's, too. */
static void test_c_library(void)
{
    char *text = NULL;
    size_t room = 0;
    doing = "the C library";
    check_block(text = hidden(strdup("four")), 5, 16, FH_FAMILY_MALLOC);
    check_released(text, free);
    CHECK(asprintf(&text, "%d", 12345) == 5);
    check_block(hidden(text), 6, 16, FH_FAMILY_MALLOC);
    check_released(text, free);
    FILE *file = tmpfile();
    fputs("a line\n", file);
    rewind(file);
    text = NULL;
    CHECK(getline(&text, &room, file) == 7 && fh_ledger_size(text) == room);
    free(text);
    fclose(file);
    CHECK(fh_ledger_count_violations() == 0);
}

static void *rust_alloc(size_t size)
{
    return fh_rust_alloc(size, 8);
}

static void rust_dealloc(void *block)
{
    fh_rust_dealloc(block, SIZE, 8);
}

static void *(*const makers[N_FAMILIES])(size_t size) = {
    [FH_FAMILY_RUST] = rust_alloc,
    [FH_FAMILY_MALLOC] = malloc,
    [FH_FAMILY_NEW] = new_one,
    [FH_FAMILY_NEW_ARRAY] = new_array,
};
static void (*const releasers[N_FAMILIES])(void *block) = {
    [FH_FAMILY_RUST] = rust_dealloc,
    [FH_FAMILY_MALLOC] = free,
    [FH_FAMILY_NEW] = delete_one,
    [FH_FAMILY_NEW_ARRAY] = delete_array,
};

static void check_record(const void *block, enum fh_ledger_what what, enum fh_ledger_place place,
                         int64_t offset)
{
    struct fh_ledger_record record;
    CHECK(next_record(&record));
    CHECK(record.what == what && record.place == place && record.address == (uintptr_t)block);
    CHECK(record.action.n > 0);
    if (place != FH_LEDGER_LIVE && place != FH_LEDGER_RELEASED)
        return;
    CHECK(record.block == (uintptr_t)block - (uintptr_t)offset && record.size == SIZE &&
          record.offset == offset);
    CHECK(record.allocated.n > 0 && (record.released.n > 0) == (place == FH_LEDGER_RELEASED));
}

/* Each family's block, released by each family, and once more. */
static void test_matrix(void)
{
    struct fh_ledger_record record;
    doing = "who releases what of whom";
    for (unsigned i = 0; i < N_FAMILIES * N_FAMILIES; i++) {
        unsigned maker = i / N_FAMILIES, releaser = i % N_FAMILIES;
        struct fh_heap_counts before = fh_ledger_count();
        char *block = hidden(makers[maker](SIZE));
        memset(block, 1, SIZE);
        releasers[releaser](block);
        if (maker != releaser)
            check_record(block, FH_LEDGER_MISMATCH, FH_LEDGER_LIVE, 0);
        CHECK(!next_record(&record));
        CHECK(fh_ledger_count().in_use_blocks == before.in_use_blocks);
        for (unsigned again = 0; again < N_FAMILIES; again++) {
            releasers[again](block);
            check_record(block, FH_LEDGER_INVALID, FH_LEDGER_RELEASED, 0);
        }
        CHECK(fh_ledger_count().frees == before.frees + 1 + N_FAMILIES);
        CHECK(block[SIZE - 1] == 1);
    }
}

/* Not inlined: its variables lie below the frame that main() noted. */
__attribute__((noinline)) static void test_invalid(void)
{
    static char fixed[64];
    char local[64];
    void *places[] = {hidden(local), hidden(fixed), (void *)(uintptr_t)0x1230};
    const enum fh_ledger_place kinds[] = {FH_LEDGER_STACK, FH_LEDGER_MAPPED, FH_LEDGER_NOWHERE};
    doing = "invalid";
    char *block = hidden(malloc(SIZE));
    for (unsigned i = 0; i < N_FAMILIES; i++) {
        releasers[i](block + 8);
        check_record(block + 8, FH_LEDGER_INVALID, FH_LEDGER_LIVE, 8);
        for (unsigned j = 0; j < 3; j++) {
            releasers[i](places[j]);
            check_record(places[j], FH_LEDGER_INVALID, kinds[j], 0);
        }
    }
    CHECK(hidden(realloc(block + 8, 100)) == NULL);
    check_record(block + 8, FH_LEDGER_INVALID, FH_LEDGER_LIVE, 8);
    check_released(block, free);
    CHECK(hidden(realloc(block, 100)) == NULL);
    check_record(block, FH_LEDGER_INVALID, FH_LEDGER_RELEASED, 0);
    block = hidden(rust_alloc(SIZE));
    memset(block, 2, SIZE);
    char *moved = hidden(realloc(block, 100));
    check_record(block, FH_LEDGER_MISMATCH, FH_LEDGER_LIVE, 0);
    CHECK(moved[SIZE - 1] == 2);
    check_released(moved, free);
    block = hidden(malloc(SIZE));
    moved = fh_rust_realloc(block, SIZE, 8, 100);
    check_record(block, FH_LEDGER_MISMATCH, FH_LEDGER_LIVE, 0);
    fh_rust_dealloc(moved, 100, 8);
}

static const struct fh_ledger_stack *stacks[3];

__attribute__((noinline)) static void take_stack(unsigned i)
{
    stacks[i] = fh_ledger_stack_here();
    __asm__ volatile("" ::: "memory");
}

__attribute__((noinline)) static void take_stack_deeper(unsigned i)
{
    volatile char room[100];
    room[0] = 0;
    take_stack(i);
    __asm__ volatile("" : : "r"(room) : "memory");
}

/* The same stack is the same one, however often; another is not. */
static void take_stacks(void *unused)
{
    (void)unused;
    const void *outer = fh_at_line_set_step(__builtin_frame_address(0));
    for (unsigned i = 0; i < 100; i++) {
        for (volatile unsigned j = 0; j < 2; j++) /* one call, not two */
            take_stack(j);
        CHECK(stacks[0] == stacks[1] && stacks[0]->n >= 2 && stacks[0]->line == 7);
        take_stack_deeper(2);
        CHECK(stacks[2] != stacks[0] && stacks[2]->n == stacks[0]->n + 1);
        CHECK(memcmp(stacks[2]->frames, stacks[0]->frames, sizeof(uint64_t)) != 0 ||
              stacks[2]->n != stacks[0]->n);
    }
    fh_events->current_line = 8;
    take_stack(0);
    CHECK(stacks[0] != stacks[1] && stacks[0]->line == 8);
    fh_events->current_line = 7;
    fh_at_line_set_step(outer);
}

static void take_in_line(void *unused)
{
    (void)unused;
    take_stack(0);
}

/* Which frame is in the function that the line is called by, and in no other's. */
static uint32_t frame_of_line(const struct fh_ledger_stack *stack, uint32_t line)
{
    uint32_t i = 0;
    while (i < stack->n && (stack->frames[i] <= fh_at_line_function(line) ||
                            stack->frames[i] >= fh_at_line_function(line + 1)))
        i++;
    return i;
}

/* Lines that do the same have the same stack, but for the line. */
static void test_lines(void)
{
    static const uint32_t lines[] = {9, 10, 9, 4000, 1000};
    doing = "lines";
    const void *outer = fh_at_line_set_step(__builtin_frame_address(0));
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        fh_events->current_line = lines[i];
        fh_at_line(lines[i], take_in_line, NULL);
        stacks[1] = i == 0 ? stacks[0] : stacks[1];
        uint32_t at = frame_of_line(stacks[0], lines[i]);
        CHECK(stacks[0]->line == lines[i] && stacks[0]->n == stacks[1]->n && at < stacks[0]->n);
        CHECK(at == frame_of_line(stacks[1], lines[0]));
        CHECK(memcmp(stacks[0]->frames, stacks[1]->frames, at * sizeof(uint64_t)) == 0);
        CHECK((stacks[0] == stacks[1]) == (lines[i] == lines[0]));
    }
    fh_events->current_line = 7;
    fh_at_line_set_step(outer);
}

static void test_stacks(void)
{
    doing = "stacks";
    fh_at_line(7, take_stacks, NULL);
    take_stack(0);
    CHECK(stacks[0]->n >= 3 && stacks[0]->line == 0);
    fh_events->current_scenario = FH_PLAN_NONE;
    take_stack(0);
    CHECK(stacks[0]->n >= 3 && stacks[0]->line == 0);
    fh_events->current_scenario = 0;
}

int main(void)
{
    fh_observe_heap();
    fh_stack_begin();
    fh_ledger_prove();
    test_malloc_family();
    test_zeroes();
    test_no_memory();
    test_realloc();
    test_operators();
    test_c_library();
    open_events();
    test_matrix();
    test_invalid();
    test_stacks();
    test_lines();
    return 0;
}
