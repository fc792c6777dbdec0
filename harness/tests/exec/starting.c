// SPDX-License-Identifier: MIT
// Threads that are about to begin when the process ends, as LeakSanitizer does not know them yet. This
// library has the C library's answer about a thread's stack take a block, until the program's last exit
// handler has run, and whoever would search for leaks waits for the thread. If nobody does, the search finds
// the block without an owner.
#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

int starting_now, ending_now;
static int is_awaited;
static __thread void *block;

/* Called by who waits, of whom there is one after the last exit handler. */
int nanosleep(const struct timespec *time, struct timespec *rest)
{
    if (block == NULL && __atomic_load_n(&ending_now, __ATOMIC_SEQ_CST))
        __atomic_store_n(&is_awaited, 1, __ATOMIC_SEQ_CST);
    return clock_nanosleep(CLOCK_REALTIME, 0, time, rest) == 0 ? 0 : -1;
}

int pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes)
{
    int (*next)(pthread_t, pthread_attr_t *) =
        (int (*)(pthread_t, pthread_attr_t *))dlsym(RTLD_NEXT, "pthread_getattr_np");
    bool *is_on = dlsym(RTLD_DEFAULT, "makes_threads");
    if (is_on == NULL || !*is_on)
        return next(thread, attributes);
    block = malloc(77);
    __atomic_store_n(&starting_now, 1, __ATOMIC_SEQ_CST);
    while (!__atomic_load_n(&is_awaited, __ATOMIC_SEQ_CST))
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    free(block);
    return next(thread, attributes);
}
