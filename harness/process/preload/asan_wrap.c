/* SPDX-License-Identifier: MIT */
/*
 * Where a process ends, and what it opens, under AddressSanitizer: the C library's functions for that, before
 * its own.
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "asan_stack.h"
#include "asan_wrap.h"
#include "go_exit.h"
#include "heap/clean.h"
#include "objects.h"
#include "process.h"

#pragma GCC visibility push(default)
void *dlopen(const char *path, int mode);
int dlclose(void *handle);
void tcase_fn_start(const char *name, const char *file, int line);
void __lsan_do_leak_check(void);
#pragma GCC visibility pop

int __cxa_atexit(void (*function)(void *), void *argument, void *object);

/* The one that would have been called. */
#define NEXT(NAME) ((__typeof__(&(NAME)))(uintptr_t)dlsym(RTLD_NEXT, #NAME))

/* Below lies what other exit handlers left. */
static void finish(void *unused)
{
    (void)unused;
    fh_clean_stack();
    fh_preload_leave();
}

static void finish_quickly(void)
{
    fh_clean_stack();
    fh_preload_leave();
}

static bool has_begun;
static __thread unsigned n_opening __attribute__((tls_model("initial-exec")));

bool fh_asan_is_opening(void)
{
    return !has_begun || n_opening > 0;
}

bool fh_asan_is_runtime_shared(void)
{
    Dl_info runtime, program;
    void *init = dlsym(RTLD_DEFAULT, "__asan_init");
    void *entry = (void *)getauxval(AT_ENTRY);
    return init && dladdr(init, &runtime) != 0 && dladdr(entry, &program) != 0 &&
           runtime.dli_fbase != program.dli_fbase;
}

/* Of no object, and registered before the C library registers the destructors of all objects: the last to
 * run. */
__attribute__((constructor(102))) static void begin(void)
{
    __cxa_atexit(finish, NULL, NULL);
    at_quick_exit(finish_quickly);
    has_begun = true;
}

FH_ASAN_LEAVING(_exit);
FH_ASAN_LEAVING(_Exit);
FH_ASAN_LEAVING(exit);
FH_ASAN_LEAVING(quick_exit);
_Noreturn void fh_asan__exit(int status);
_Noreturn void fh_asan__Exit(int status);
_Noreturn void fh_asan_exit(int status);
_Noreturn void fh_asan_quick_exit(int status);

static void leave(void)
{
    fh_asan_leaves(0);
    fh_clean_stack();
}

void fh_asan__exit(int status)
{
    leave();
    fh_preload_leave();
    for (;;)
        syscall(SYS_exit_group, status);
}

void fh_asan__Exit(int status)
{
    fh_asan__exit(status);
}

/* main()'s return does not come by here. */
void fh_asan_exit(int status)
{
    leave();
    NEXT(exit)(status);
    __builtin_unreachable();
}

void fh_asan_quick_exit(int status)
{
    leave();
    NEXT(quick_exit)(status);
    __builtin_unreachable();
}

typedef void *open_function(const char *path, int mode);

static void *open_noted(open_function *next, const char *path, int mode)
{
    n_opening++;
    void *handle = next(path, mode);
    fh_preload_note_objects();
    n_opening--;
    return handle;
}

/* The C library looks a name up where the caller says (its DT_RUNPATH): a runtime within the program calls
 * this in the program's name, so nothing of ours may come between. One of its own has come between already.
 */
#if defined __clang__
#define TAIL_CALL __attribute__((musttail)) return
#define HAS_TAIL_CALLS
#else
#define TAIL_CALL      return
#define HAS_TAIL_CALLS __attribute__((optimize("optimize-sibling-calls")))
#endif

static open_function *next_open;

static bool must_note(void)
{
    next_open = NEXT(dlopen);
    return fh_asan_is_runtime_shared();
}

HAS_TAIL_CALLS void *dlopen(const char *path, int mode)
{
    if (!must_note())
        TAIL_CALL next_open(path, mode);
    return open_noted(next_open, path, mode);
}

/* What is unloaded is noted before. */
int dlclose(void *handle)
{
    fh_preload_note_objects();
    int result = NEXT(dlclose)(handle);
    fh_preload_forget_closed();
    return result;
}

/* libcheck.so's, which it calls in a test's own process before the test. One that is linked in is caught by
 * the linker, if it is told to (`freehold flags`). */
void tcase_fn_start(const char *name, const char *file, int line)
{
    fh_preload_note_test(name);
    NEXT(tcase_fn_start)(name, file, line);
}

/* Since 1.25, Go's runtime has leaks looked for before it leaves, and the process ended if there are any:
 * what is dead of its stacks is not left out then, and nobody notes the end. A search of ours follows. */
void __lsan_do_leak_check(void)
{
    __typeof__(&__lsan_do_leak_check) next = NEXT(__lsan_do_leak_check);
    if (next && !fh_go_exit_is_led())
        next();
}
