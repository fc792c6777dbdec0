/* SPDX-License-Identifier: MIT */
#include "asan_threads.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <time.h>

#include "asan.h"
#include "heap/unchecked.h"

#define SEARCHING (1u << 31)
#define PAUSE     1000000 /* nanoseconds */
#define PAUSES    10000   /* at most: a thread that does not come on must not keep the process */

typedef int attributes_function(pthread_t thread, pthread_attr_t *attributes);
typedef int destroy_function(pthread_attr_t *attributes);

/* The runtime asks from inside of programs that it is linked into, too. */
#pragma GCC visibility push(default)
int pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes);
int pthread_attr_destroy(pthread_attr_t *attributes);
#pragma GCC visibility pop

static __thread bool is_runtimes_own __attribute__((tls_model("initial-exec")));
static __thread bool has_asked __attribute__((tls_model("initial-exec")));
static __thread const pthread_attr_t *begun
    __attribute__((tls_model("initial-exec"))); /* and not destroyed */

/* How many threads the runtime is asking about, and whether a search has them wait. */
static unsigned n_beginning;

bool fh_asan_is_runtimes_own(void)
{
    return is_runtimes_own;
}

static void pause_a_little(void)
{
    nanosleep(&(struct timespec){.tv_nsec = PAUSE}, NULL);
}

FH_UNCHECKED static void begin(const pthread_attr_t *attributes)
{
    unsigned n = __atomic_load_n(&n_beginning, __ATOMIC_RELAXED);
    for (;;) {
        if (n & SEARCHING) {
            pause_a_little();
            n = __atomic_load_n(&n_beginning, __ATOMIC_RELAXED);
        } else if (__atomic_compare_exchange_n(&n_beginning, &n, n + 1, false, __ATOMIC_ACQ_REL,
                                               __ATOMIC_RELAXED)) {
            break;
        }
    }
    begun = attributes;
}

FH_UNCHECKED static void end(void)
{
    begun = NULL;
    __atomic_fetch_sub(&n_beginning, 1, __ATOMIC_ACQ_REL);
}

void fh_asan_threads_hold(void)
{
    unsigned n = __atomic_fetch_or(&n_beginning, SEARCHING, __ATOMIC_ACQ_REL);
    for (unsigned i = 0; i < PAUSES && (n & ~SEARCHING) > (begun != NULL); i++) {
        pause_a_little();
        n = __atomic_load_n(&n_beginning, __ATOMIC_ACQUIRE);
    }
}

void fh_asan_threads_release(void)
{
    __atomic_fetch_and(&n_beginning, ~SEARCHING, __ATOMIC_ACQ_REL);
}

void fh_asan_threads_forked(void)
{
    __atomic_store_n(&n_beginning, begun != NULL, __ATOMIC_RELEASE);
}

/* Nothing of the runner's is instrumented yet when the runtime asks for the main thread. One that is linked
 * in can't be told from the program, but it's the first to ask in each thread. */
FH_UNCHECKED static bool is_in_runtime(const void *code)
{
    Dl_info caller, runtime;
    bool is_first = !has_asked;
    has_asked = true;
#ifdef FH_ASAN_IS_OPTIONAL
    if (!__asan_describe_address)
        return is_first;
#endif
    (void)is_first;
    return dladdr(code, &caller) != 0 &&
           dladdr((const void *)(uintptr_t)__asan_describe_address, &runtime) != 0 &&
           caller.dli_fbase == runtime.dli_fbase;
}

/* Before the C library's, for the whole process. */
FH_UNCHECKED int pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes)
{
    static attributes_function *next;
    if (!next)
        next = (attributes_function *)(uintptr_t)dlsym(RTLD_NEXT, "pthread_getattr_np");
    bool before = is_runtimes_own, is_own = is_in_runtime(__builtin_return_address(0));
    is_runtimes_own |= is_own;
    if (is_own && !begun)
        begin(attributes);
    int result = next(thread, attributes);
    is_runtimes_own = before;
    return result;
}

FH_UNCHECKED int pthread_attr_destroy(pthread_attr_t *attributes)
{
    static destroy_function *next;
    if (!next)
        next = (destroy_function *)(uintptr_t)dlsym(RTLD_NEXT, "pthread_attr_destroy");
    int result = next(attributes);
    if (attributes == begun)
        end();
    return result;
}
