/* SPDX-License-Identifier: MIT */
/*
 * Where a process ends, or becomes another program, under AddressSanitizer: the C library's functions for that, before its own. What the
 * C library does within itself (popen() starts a shell) does not come by here; the program that comes of it is preloaded into.
 */
#include <alloca.h>
#include <dlfcn.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "asan_wrap.h"
#include "preload.h"
#include "watcher.h"

#pragma GCC visibility push(default)
void _exit(int status);
void _Exit(int status);
int execve(const char *path, char *const *arguments, char *const *environment);
int execv(const char *path, char *const *arguments);
int execvp(const char *file, char *const *arguments);
int execvpe(const char *file, char *const *arguments, char *const *environment);
int execl(const char *path, const char *argument, ...);
int execle(const char *path, const char *argument, ...);
int execlp(const char *file, const char *argument, ...);
int fexecve(int file, char *const *arguments, char *const *environment);
int execveat(int folder, const char *path, char *const *arguments, char *const *environment, int flags);
int posix_spawn(pid_t *process, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *attributes, char *const *arguments, char *const *environment);
int posix_spawnp(pid_t *process, const char *file, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *attributes, char *const *arguments, char *const *environment);
int system(const char *command);
FILE *popen(const char *command, const char *mode);
void *dlopen(const char *path, int mode);
int dlclose(void *handle);
void tcase_fn_start(const char *name, const char *file, int line);
#pragma GCC visibility pop

int __cxa_atexit(void (*function)(void *), void *argument, void *object);

/* The one that would have been called. */
#define NEXT(NAME) ((__typeof__(&NAME))(uintptr_t)dlsym(RTLD_NEXT, #NAME))

static void finish(void *unused)
{
    (void)unused;
    fh_preload_leave();
}

static void finish_quickly(void)
{
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
    return init != NULL && dladdr(init, &runtime) != 0 && dladdr(entry, &program) != 0 &&
           runtime.dli_fbase != program.dli_fbase;
}

/* Of no object, and registered before the C library registers the destructors of all objects: the last to run. */
__attribute__((constructor(102))) static void begin(void)
{
    __cxa_atexit(finish, NULL, NULL);
    at_quick_exit(finish_quickly);
    has_begun = true;
}

static _Noreturn void leave(int status)
{
    fh_preload_leave();
    for (;;)
        syscall(SYS_exit_group, status);
}

void _exit(int status)
{
    leave(status);
}

void _Exit(int status)
{
    leave(status);
}

int execve(const char *path, char *const *arguments, char *const *environment)
{
    fh_preload_before_exec(path);
    int result = NEXT(execve)(path, arguments, environment);
    fh_preload_exec_failed();
    return result;
}

int execv(const char *path, char *const *arguments)
{
    return execve(path, arguments, environ);
}

/* Found on PATH: without a slash, nobody knows yet whether it is there. */
int execvpe(const char *file, char *const *arguments, char *const *environment)
{
    fh_preload_before_exec(strchr(file, '/') != NULL ? file : NULL);
    int result = NEXT(execvpe)(file, arguments, environment);
    fh_preload_exec_failed();
    return result;
}

int execvp(const char *file, char *const *arguments)
{
    return execvpe(file, arguments, environ);
}

static size_t count_arguments(va_list list)
{
    size_t n = 1;
    va_list copy;
    va_copy(copy, list);
    while (va_arg(copy, const char *) != NULL)
        n++;
    va_end(copy);
    return n;
}

static void take_arguments(char **arguments, const char *first, va_list list)
{
    *arguments = (char *)(uintptr_t)first;
    while (*arguments != NULL)
        *++arguments = va_arg(list, char *);
}

int execl(const char *path, const char *argument, ...)
{
    va_list list;
    va_start(list, argument);
    char **arguments = alloca((count_arguments(list) + 1) * sizeof(*arguments));
    take_arguments(arguments, argument, list);
    va_end(list);
    return execv(path, arguments);
}

int execle(const char *path, const char *argument, ...)
{
    va_list list;
    va_start(list, argument);
    char **arguments = alloca((count_arguments(list) + 1) * sizeof(*arguments));
    take_arguments(arguments, argument, list);
    char *const *environment = va_arg(list, char *const *);
    va_end(list);
    return execve(path, arguments, environment);
}

int execlp(const char *file, const char *argument, ...)
{
    va_list list;
    va_start(list, argument);
    char **arguments = alloca((count_arguments(list) + 1) * sizeof(*arguments));
    take_arguments(arguments, argument, list);
    va_end(list);
    return execvp(file, arguments);
}

int fexecve(int file, char *const *arguments, char *const *environment)
{
    fh_preload_before_exec(NULL);
    int result = NEXT(fexecve)(file, arguments, environment);
    fh_preload_exec_failed();
    return result;
}

int execveat(int folder, const char *path, char *const *arguments, char *const *environment, int flags)
{
    fh_preload_before_exec(NULL);
    int result = NEXT(execveat)(folder, path, arguments, environment, flags);
    fh_preload_exec_failed();
    return result;
}

int posix_spawn(pid_t *process, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *attributes, char *const *arguments, char *const *environment)
{
    pid_t made;
    int error = NEXT(posix_spawn)(&made, path, actions, attributes, arguments, environment);
    if (error == 0)
        fh_watcher()->note_start(made, path, false);
    if (error == 0 && process != NULL)
        *process = made;
    return error;
}

int posix_spawnp(pid_t *process, const char *file, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *attributes, char *const *arguments, char *const *environment)
{
    pid_t made;
    int error = NEXT(posix_spawnp)(&made, file, actions, attributes, arguments, environment);
    if (error == 0)
        fh_watcher()->note_start(made, file, false);
    if (error == 0 && process != NULL)
        *process = made;
    return error;
}

/* The shell tells of itself, unless the program took from its environment what makes it. */
static void note_shell(const char *command)
{
    const char *preloaded = getenv("LD_PRELOAD");
    if (command != NULL && (getenv("FREEHOLD_EVENTS") == NULL || preloaded == NULL ||
                            strstr(preloaded, "libfreehold-preload") == NULL))
        fh_watcher()->note_start(0, command, false);
}

int system(const char *command)
{
    note_shell(command);
    return NEXT(system)(command);
}

FILE *popen(const char *command, const char *mode)
{
    note_shell(command);
    return NEXT(popen)(command, mode);
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

/* The C library looks a name up where the caller says (its DT_RUNPATH): a runtime within the program calls this in the program's name,
 * so nothing of ours may come between. One of its own has come between already. */
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
