// SPDX-License-Identifier: MIT
// Threads that are about to begin when the process ends, as LeakSanitizer does not know them yet. This library has the
// C library's answer about a thread's stack take a block and its time: until the program's last exit handler has run, and then some.
#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

int starting_now, ending_now;
static __thread void *block;

static void wait_a_little(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
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
    while (!__atomic_load_n(&ending_now, __ATOMIC_SEQ_CST))
        wait_a_little();
    for (int i = 0; i < 300; i++)
        wait_a_little();
    free(block);
    return next(thread, attributes);
}
