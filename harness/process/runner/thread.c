/* SPDX-License-Identifier: MIT */
#include "thread.h"

#include <errno.h>
#include <link.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "fatal.h"
#include "heap/fail.h"
#include "heap/faults.h"
#include "heap/stack.h"

/* As much as a program's first thread has by default, and gaps so that what runs over is a crash, not
 * another one's memory. */
#define STACK_SIZE ((size_t)8 << 20)
#define GUARD_SIZE ((size_t)64 << 10)

/* glibc's dtv: a header, an entry for each module with thread-local storage, and DTV_SURPLUS more. */
#define DTV_ENTRY   16
#define DTV_SURPLUS (1 + 1 + 14)

struct body {
    struct fh_interpreter *run;
    uint32_t first, count;
    char *signal_stack;
    bool is_returned;
};

static uint64_t n_threads;

static void *thread_main(void *data)
{
    struct body *body = data;
    fh_stack_begin();
    fh_fatal_use_stack(body->signal_stack);
    body->is_returned = fh_interpret_code(body->run, body->first, body->count);
    fh_fatal_use_stack(NULL);
    return NULL;
}

/* The guard first, then the stack that signal handlers run on, then the thread's. */
static char *map_stack(void)
{
    size_t size = GUARD_SIZE + FH_FATAL_STACK_SIZE + GUARD_SIZE + STACK_SIZE;
    char *memory =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory, GUARD_SIZE, PROT_NONE) < 0 ||
        mprotect(memory + GUARD_SIZE + FH_FATAL_STACK_SIZE, GUARD_SIZE, PROT_NONE) < 0)
        fh_fail("no memory for a thread's stack: %s", strerror(errno));
    return memory;
}

static void run_on(char *memory, struct body *body)
{
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstack(&attributes, memory + GUARD_SIZE + FH_FATAL_STACK_SIZE + GUARD_SIZE, STACK_SIZE);
    fh_fault_hold(true);
    int error = pthread_create(&thread, &attributes, thread_main, body);
    fh_fault_hold(false);
    pthread_attr_destroy(&attributes);
    if (error != 0)
        fh_fail("a thread can't be started: %s", strerror(error));
    pthread_join(thread, NULL);
}

bool fh_thread_run(struct fh_interpreter *run, uint32_t first, uint32_t count)
{
    char *memory = map_stack();
    struct body body = {run, first, count, memory + GUARD_SIZE, false};
    __atomic_fetch_add(&n_threads, 1, __ATOMIC_RELAXED);
    run_on(memory, &body);
    munmap(memory, GUARD_SIZE + FH_FATAL_STACK_SIZE + GUARD_SIZE + STACK_SIZE);
    return body.is_returned;
}

uint64_t fh_thread_count(void)
{
    return __atomic_load_n(&n_threads, __ATOMIC_RELAXED);
}

/* The kernel counts each as a link of that folder, beside its two. */
uint64_t fh_thread_others(void)
{
    struct stat tasks;
    return stat("/proc/self/task", &tasks) == 0 && tasks.st_nlink > 3 ? tasks.st_nlink - 3 : 0;
}

static int count_module(struct dl_phdr_info *info, size_t size, void *data)
{
    size_t *last = data;
    (void)size;
    if (info->dlpi_tls_modid > *last)
        *last = info->dlpi_tls_modid;
    return 0;
}

uint64_t fh_thread_block_size(void)
{
    size_t modules = 0;
    dl_iterate_phdr(count_module, &modules);
    return (modules + DTV_SURPLUS) * DTV_ENTRY;
}
