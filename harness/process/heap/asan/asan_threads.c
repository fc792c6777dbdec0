/* SPDX-License-Identifier: MIT */
#include "asan_threads.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>

#include "asan.h"
#include "heap/unchecked.h"

typedef int attributes_function(pthread_t thread, pthread_attr_t *attributes);

static __thread bool is_runtimes_own __attribute__((tls_model("initial-exec")));

bool fh_asan_is_runtimes_own(void)
{
    return is_runtimes_own;
}

/* Nothing of the runner's is instrumented yet when the runtime asks for the main thread. */
FH_UNCHECKED static bool is_in_runtime(const void *code)
{
    Dl_info caller, runtime;
    return dladdr(code, &caller) != 0 &&
           dladdr((const void *)(uintptr_t)__asan_describe_address, &runtime) != 0 &&
           caller.dli_fbase == runtime.dli_fbase;
}

/* Before the C library's, for the whole process. */
FH_UNCHECKED int pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes)
{
    static attributes_function *next;
    if (next == NULL)
        next = (attributes_function *)(uintptr_t)dlsym(RTLD_NEXT, "pthread_getattr_np");
    bool before = is_runtimes_own;
    is_runtimes_own |= is_in_runtime(__builtin_return_address(0));
    int result = next(thread, attributes);
    is_runtimes_own = before;
    return result;
}
