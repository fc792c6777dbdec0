// SPDX-License-Identifier: MIT
// Ends while a thread of its own is about to begin (starting.c).
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

extern int starting_now, ending_now;
bool makes_threads;

static void *run(void *unused)
{
    return unused;
}

static void end(void)
{
    __atomic_store_n(&ending_now, 1, __ATOMIC_SEQ_CST);
}

static void *begin(void *unused)
{
    pthread_t thread;
    pthread_create(&thread, NULL, run, unused);
    return NULL;
}

int main(void)
{
    atexit(end);
    makes_threads = true;
    pthread_t thread;
    begin(&thread);
    while (!__atomic_load_n(&starting_now, __ATOMIC_SEQ_CST))
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    makes_threads = false;
    return 0;
}
