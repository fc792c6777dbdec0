/* SPDX-License-Identifier: MIT */
/* The rust heap in a program of somebody else's, which was linked with the flags that `freehold flags`
 * prints. */
#include <dlfcn.h>
#include <stdint.h>

#include "asan_link.h"
#include "heap/asan/asan.h"
#include "heap/asan/asan_heap.h"
#include "heap/asan/asan_report.h"
#include "heap/event_writer.h"
#include "heap/fail.h"

static const struct fh_asan_other_heap heap = {.find = fh_asan_heap_find, .release = fh_asan_heap_release};
extern const char freehold_replaces_an_allocator __attribute__((weak)); /* library/flags.h: the linker's */
static const struct fh_asan_link own = {&fh_backend_asan, &fh_events, &heap, &freehold_replaces_an_allocator,
                                        fh_asan_heap_has_beside};

/* Its name says that the heap is there, its address where. */
extern const struct fh_asan_link *const freehold_rust_heap;
const struct fh_asan_link *const freehold_rust_heap = &own;

static const void *object_of(const void *address)
{
    Dl_info info;
    return dladdr(address, &info) != 0 ? info.dli_fbase : NULL;
}

/* What C++ releases could not be handed on to a runtime that lies in the same object. */
static bool is_runtime_shared(void)
{
    return object_of((const void *)(uintptr_t)__asan_describe_address) != object_of(&own);
}

/* After the heap's own, before all that may allocate. */
__attribute__((constructor(103))) static void begin(void)
{
    fh_asan_link_function *link = (fh_asan_link_function *)(uintptr_t)dlsym(RTLD_DEFAULT, FH_ASAN_LINK_NAME);
    if (link)
        link(&own);
    else
        fh_asan_ends_at_report = true;
    if (!is_runtime_shared())
        fh_fail(
            "AddressSanitizer's runtime is linked in statically, which the rust heap can't work with; ask "
            "`freehold flags --cc COMPILER` for the flags of the compiler that links");
}

typedef void start_function(const char *name, const char *file, int line);
__attribute__((weak)) start_function __real_tcase_fn_start;
start_function __wrap_tcase_fn_start;

/* What Check, which is linked in, calls in a test's own process before the test (--wrap). */
void __wrap_tcase_fn_start(const char *name, const char *file, int line)
{
    fh_event_write(FH_EVENT_TEST, NULL, 0, name);
    __real_tcase_fn_start(name, file, line);
}
