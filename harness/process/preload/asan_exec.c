/* SPDX-License-Identifier: MIT */
/*
 * Where a process becomes another program, or starts one, under AddressSanitizer: the C library's functions
 * for that, before its own. What the C library does within itself (popen() starts a shell) does not come by
 * here; the program that comes of it is preloaded into.
 */
#include <dlfcn.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "asan_stack.h"
#include "exec_list.h"
#include "heap/clean.h"
#include "process.h"
#include "watcher.h"

#pragma GCC visibility push(default)
int posix_spawn(pid_t *process, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *attributes, char *const *arguments, char *const *environment);
int posix_spawnp(pid_t *process, const char *file, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *attributes, char *const *arguments, char *const *environment);
int system(const char *command);
FILE *popen(const char *command, const char *mode);
#pragma GCC visibility pop

/* The one that would have been called. */
#define NEXT(NAME) ((__typeof__(&(NAME)))(uintptr_t)dlsym(RTLD_NEXT, #NAME))

FH_ASAN_LEAVING(execve);
FH_ASAN_LEAVING(execv);
FH_ASAN_LEAVING(execvp);
FH_ASAN_LEAVING(execvpe);
FH_ASAN_LEAVING(execl);
FH_ASAN_LEAVING(execle);
FH_ASAN_LEAVING(execlp);
FH_ASAN_LEAVING(fexecve);
FH_ASAN_LEAVING(execveat);
int fh_asan_execve(const char *path, char *const *arguments, char *const *environment);
int fh_asan_execv(const char *path, char *const *arguments);
int fh_asan_execvp(const char *file, char *const *arguments);
int fh_asan_execvpe(const char *file, char *const *arguments, char *const *environment);
int fh_asan_execl(const char *path, const char *first, ...);
int fh_asan_execle(const char *path, const char *first, ...);
int fh_asan_execlp(const char *file, const char *first, ...);
int fh_asan_fexecve(int file, char *const *arguments, char *const *environment);
int fh_asan_execveat(int folder, const char *path, char *const *arguments, char *const *environment,
                     int flags);

static const void *begin_exec(const char *path, size_t n_arguments)
{
    const void *left = fh_asan_leaves(n_arguments);
    fh_clean_stack();
    fh_preload_before_exec(path);
    return left;
}

static int fail_exec(int result, const void *left)
{
    fh_preload_exec_failed();
    fh_asan_comes_back(left);
    return result;
}

static int become(const char *path, char *const *arguments, char *const *environment, size_t n_arguments)
{
    const void *left = begin_exec(path, n_arguments);
    return fail_exec(NEXT(execve)(path, arguments, environment), left);
}

/* Found on PATH: without a slash, nobody knows yet whether it is there. */
static int become_found(const char *file, char *const *arguments, char *const *environment,
                        size_t n_arguments)
{
    const void *left = begin_exec(strchr(file, '/') ? file : NULL, n_arguments);
    return fail_exec(NEXT(execvpe)(file, arguments, environment), left);
}

int fh_asan_execve(const char *path, char *const *arguments, char *const *environment)
{
    return become(path, arguments, environment, 3);
}

int fh_asan_execv(const char *path, char *const *arguments)
{
    return become(path, arguments, environ, 2);
}

int fh_asan_execvpe(const char *file, char *const *arguments, char *const *environment)
{
    return become_found(file, arguments, environment, 3);
}

int fh_asan_execvp(const char *file, char *const *arguments)
{
    return become_found(file, arguments, environ, 2);
}

int fh_asan_execl(const char *path, const char *first, ...)
{
    va_list list;
    va_start(list, first);
    size_t n = fh_exec_list_count(first, &list);
    char **arguments = FH_EXEC_LIST_ROOM(first, &list);
    fh_exec_list_take(arguments, first, &list);
    va_end(list);
    return become(path, arguments, environ, 1 + n);
}

int fh_asan_execle(const char *path, const char *first, ...)
{
    va_list list;
    va_start(list, first);
    size_t n = fh_exec_list_count(first, &list);
    char **arguments = FH_EXEC_LIST_ROOM(first, &list);
    fh_exec_list_take(arguments, first, &list);
    char *const *environment = va_arg(list, char *const *);
    va_end(list);
    return become(path, arguments, environment, 1 + n + 2);
}

int fh_asan_execlp(const char *file, const char *first, ...)
{
    va_list list;
    va_start(list, first);
    size_t n = fh_exec_list_count(first, &list);
    char **arguments = FH_EXEC_LIST_ROOM(first, &list);
    fh_exec_list_take(arguments, first, &list);
    va_end(list);
    return become_found(file, arguments, environ, 1 + n);
}

int fh_asan_fexecve(int file, char *const *arguments, char *const *environment)
{
    const void *left = begin_exec(NULL, 3);
    return fail_exec(NEXT(fexecve)(file, arguments, environment), left);
}

int fh_asan_execveat(int folder, const char *path, char *const *arguments, char *const *environment,
                     int flags)
{
    const void *left = begin_exec(NULL, 4);
    return fail_exec(NEXT(execveat)(folder, path, arguments, environment, flags), left);
}

int posix_spawn(pid_t *process, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *attributes, char *const *arguments, char *const *environment)
{
    pid_t made;
    int error = NEXT(posix_spawn)(&made, path, actions, attributes, arguments, environment);
    if (error == 0)
        fh_watcher()->note_start(made, path, false);
    if (error == 0 && process)
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
    if (error == 0 && process)
        *process = made;
    return error;
}

/* The shell tells of itself, unless the program took from its environment what makes it. */
static void note_shell(const char *command)
{
    const char *preloaded = getenv("LD_PRELOAD");
    if (command && (!getenv("FREEHOLD_EVENTS") || !preloaded || !strstr(preloaded, "libfreehold-preload")))
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
