/* SPDX-License-Identifier: MIT */
/*
 * A library under audit without a Rust compiler: C that allocates as Rust's standard library does, through
 * the four functions of its global allocator. Built into an archive; the scenarios of plan_by_hand.c call it.
 */
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void *__rust_alloc(size_t size, size_t alignment);
void *__rust_alloc_zeroed(size_t size, size_t alignment);
void *__rust_realloc(void *block, size_t old_size, size_t alignment, size_t new_size);
void __rust_dealloc(void *block, size_t size, size_t alignment);

struct pair {
    int32_t first;
    double second;
};

struct big {
    int64_t values[5];
};

struct node {
    struct node *next;
    long weight;
};

typedef int visit_function(void *item, void *user);

char *make_text(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(__rust_alloc(size, 1), text, size);
}

void free_text(char *text)
{
    if (text != NULL)
        __rust_dealloc(text, strlen(text) + 1, 1);
}

/* Takes a block for one of its own kind, 8 bytes. */
void free_number(void *number)
{
    __rust_dealloc(number, 8, 8);
}

char *grow_text(char *text, size_t size)
{
    return __rust_realloc(text, strlen(text) + 1, 1, size);
}

void *make_aligned(size_t alignment)
{
    return __rust_alloc(100, alignment);
}

void free_aligned(void *block, size_t alignment)
{
    __rust_dealloc(block, 100, alignment);
}

void *make_zeroed(size_t size)
{
    return __rust_alloc_zeroed(size, 8);
}

void free_sized(void *block, size_t size)
{
    __rust_dealloc(block, size, 8);
}

int make_into(char **out)
{
    *out = make_text("out");
    return -1;
}

void make_cycle(void)
{
    struct node *a = __rust_alloc(sizeof(*a), 8), *b = __rust_alloc(sizeof(*b), 8);
    *a = (struct node){b, 1};
    *b = (struct node){a, 2};
}

struct node *make_list(void)
{
    struct node *a = __rust_alloc(sizeof(*a), 8), *b = __rust_alloc(sizeof(*b), 8);
    *b = (struct node){NULL, 2};
    *a = (struct node){b, 1};
    return a;
}

/* Releases block after block, and takes as many, until addresses come round again. */
long churn(size_t size, long n)
{
    void *first = NULL;
    long round = -1;
    for (long i = 0; i < n; i++) {
        void *block = __rust_alloc(size, 8);
        memset(block, 1, size);
        if (i == 0)
            first = block;
        else if (block == first && round < 0)
            round = i;
        __rust_dealloc(block, size, 8);
    }
    return round;
}

struct pair swap(struct pair pair)
{
    return (struct pair){(int32_t)pair.second, pair.first};
}

struct big make_big(struct big in, int8_t plus)
{
    for (int i = 0; i < 5; i++)
        in.values[i] += plus;
    return in;
}

int8_t minus_one(void)
{
    return -1;
}

uint8_t two_hundred(void)
{
    return 200;
}

float half(float value)
{
    return value / 2;
}

int visit(visit_function *function, void *user)
{
    char *item = make_text("item");
    int result = function(item, user);
    free_text(item);
    return result;
}

/* The callback gets the item for good. */
void give(visit_function *function, void *user)
{
    function(make_text("given"), user);
}

static void *on_thread(void *data)
{
    (void)data;
    make_text("from a thread");
    return NULL;
}

void leak_on_thread(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, on_thread, NULL);
    pthread_join(thread, NULL);
}

static char *kept;

/* A block that the library itself can still reach. */
void keep(void)
{
    kept = make_text("kept");
}

/* Reads the byte behind it. */
int look_behind_kept(void)
{
    return kept[strlen(kept) + 1];
}

static void release_kept(void)
{
    free_text(kept);
    kept = NULL;
}

void keep_until_exit(void)
{
    keep();
    atexit(release_kept);
}

static void *write_for_ever(void *block)
{
    for (volatile long *value = block;;)
        ++*value;
    return NULL;
}

/* Leaves a thread behind that writes into a block. */
void start_writer(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, write_for_ever, __rust_alloc_zeroed(64, 8));
}

/* A child of the process that allocates, and ends on its own. */
int fork_and_leak(void)
{
    int status = -1;
    pid_t child = fork();
    if (child == 0) {
        make_text("the child's");
        exit(0);
    }
    waitpid(child, &status, 0);
    return status;
}

void end_process(int status)
{
    exit(status);
}

/* A decision that no compiler makes an arithmetic one. */
int decide(int *value)
{
    if (*value > 0)
        sched_yield();
    return 0;
}
