/* SPDX-License-Identifier: MIT */
/* The ledger's search for leaks: what keeps a block, also in other threads; threads and forks beside it. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "heap/arena.h"
#include "heap/stack.h"
#include "ledger/ledger_leaks.h"
#include "ledger/ledger_malloc.h"
#include "ledger_check.h"
#include "runner/observe.h"

struct node {
    struct node *next;
    char rest[SIZE - sizeof(struct node *)];
};

static struct node *volatile kept;
static char *volatile kept_inside;

static struct node *make_node(struct node *next)
{
    struct node *node = hidden(malloc(sizeof(*node)));
    node->next = next;
    return node;
}

/* Not inlined: what it leaves lies below the caller's stack pointer. */
__attribute__((noinline)) static void make_leaks(void)
{
    kept = make_node(make_node(NULL));
    kept_inside = (char *)make_node(make_node(NULL)) + 8;
    make_node(make_node(make_node(NULL))); // NOLINT
    struct node *first = make_node(NULL);
    first->next = make_node(first);
}

static unsigned long search(uint64_t bytes[FH_LEDGER_STATE_COUNT])
{
    struct fh_ledger_record record;
    unsigned long n = 0;
    memset(bytes, 0, FH_LEDGER_STATE_COUNT * sizeof(*bytes));
    fh_ledger_check_leaks();
    for (; next_record(&record); n++) {
        CHECK(record.what == FH_LEDGER_LEAK);
        bytes[record.state] += record.bytes;
    }
    return n;
}

static void test_leaks(void)
{
    uint64_t bytes[FH_LEDGER_STATE_COUNT];
    doing = "leaks";
    search(bytes);
    make_leaks();
    CHECK(search(bytes) > 0);
    CHECK(bytes[FH_LEDGER_REACHABLE] == 2 * SIZE && bytes[FH_LEDGER_POSSIBLE] == 2 * SIZE);
    CHECK(bytes[FH_LEDGER_DEFINITE] == 5 * SIZE && bytes[FH_LEDGER_INDIRECT] == 3 * SIZE);
    CHECK(search(bytes) == 0);
    kept = NULL;
    CHECK(search(bytes) == 2);
    CHECK(bytes[FH_LEDGER_DEFINITE] == 2 * SIZE && bytes[FH_LEDGER_INDIRECT] == SIZE);
    kept_inside = NULL;
    CHECK(search(bytes) == 2 && bytes[FH_LEDGER_DEFINITE] == 2 * SIZE);
}

static void test_large_leak(void)
{
    uint64_t bytes[FH_LEDGER_STATE_COUNT];
    doing = "a large block keeps, and is lost";
    struct node **large = hidden(malloc(1 << 20));
    large[(1 << 17) - 1] = make_node(NULL);
    mprotect((char *)(((uintptr_t)large + 8191) & ~(uintptr_t)4095), 4096, PROT_NONE);
    kept = (struct node *)large;
    large = NULL;
    CHECK(search(bytes) == 2 && bytes[FH_LEDGER_REACHABLE] == (1 << 20) + SIZE);
    kept = NULL;
    CHECK(search(bytes) == 2 && bytes[FH_LEDGER_DEFINITE] == (1 << 20) + SIZE);
}

#define THREADS 4
#define STEPS   20000
#define SHARED  64

static void *shared[SHARED];
static int is_enough;

/* Blocks change hands between threads; each holds its own size. */
static void *exchange(void *number)
{
    unsigned long seed = (unsigned long)(uintptr_t)number;
    for (unsigned i = 0; i < STEPS && !__atomic_load_n(&is_enough, __ATOMIC_RELAXED); i++) {
        seed = seed * 6364136223846793005ul + 1442695040888963407ul;
        size_t size = sizeof(size) + (seed >> 33) % 500;
        size_t *block = malloc(size);
        *block = size;
        block = __atomic_exchange_n(&shared[(seed >> 50) % SHARED], block, __ATOMIC_ACQ_REL);
        if (block && fh_ledger_size(block) != *block)
            return number;
        free(block);
    }
    return NULL;
}

static void fork_one(void)
{
    int status;
    uint64_t before = fh_ledger_count_violations();
    pid_t child = fork();
    if (child == 0) {
        free(hidden(malloc(100)));
        free(hidden(strdup("a child's")));
        _exit(fh_ledger_count_violations() == before ? 0 : 1);
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void test_threads_and_forks(void)
{
    pthread_t threads[THREADS];
    void *result;
    uint64_t before = fh_ledger_count_violations(), bytes[FH_LEDGER_STATE_COUNT];
    doing = "threads and forks";
    pthread_atfork(fh_arena_lock, fh_arena_unlock, fh_arena_unlock);
    for (uintptr_t i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, exchange, (void *)(i + 1));
    for (unsigned i = 0; i < 20; i++) {
        fork_one();
        search(bytes);
        CHECK(bytes[FH_LEDGER_DEFINITE] == 0);
    }
    __atomic_store_n(&is_enough, 1, __ATOMIC_RELAXED);
    for (unsigned i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], &result) == 0 && result == NULL);
    for (unsigned i = 0; i < SHARED; i++)
        free(shared[i]);
    CHECK(fh_ledger_count_violations() == before && fh_events->lost == 0);
}

/* The only pointer is in a register, that of a thread which waits or runs. */
static int n_ready;

static void *hold(void *is_running)
{
    volatile int *wait = &n_ready;
    void *block = malloc(SIZE);
    __atomic_add_fetch(&n_ready, 1, __ATOMIC_ACQ_REL);
    while (*wait < 100) {
        __asm__ volatile("" : "+r"(block));
        if (!is_running)
            usleep(100);
    }
    free(block);
    return NULL;
}

static void test_registers(void)
{
    pthread_t threads[2];
    uint64_t bytes[FH_LEDGER_STATE_COUNT];
    doing = "registers of other threads";
    for (unsigned i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, hold, i == 0 ? NULL : &threads);
    while (__atomic_load_n(&n_ready, __ATOMIC_ACQUIRE) < 2)
        usleep(100);
    search(bytes);
    CHECK(bytes[FH_LEDGER_DEFINITE] == 0);
    __atomic_store_n(&n_ready, 100, __ATOMIC_RELEASE);
    for (unsigned i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
}

int main(void)
{
    fh_observe_heap();
    fh_stack_begin();
    fh_ledger_prove();
    open_events();
    test_leaks();
    test_large_leak();
    test_threads_and_forks();
    test_registers();
    return 0;
}
