/* SPDX-License-Identifier: MIT */
/* Where a process becomes another program under Valgrind: what it lost is looked for before. */
#include <stdarg.h>
#include <unistd.h>
#include <valgrind/valgrind.h>

#include "exec_list.h"
#include "process.h"
#include "redirect.h"

#pragma GCC visibility push(default)
int LIBC(execve)(const char *path, char *const *arguments, char *const *environment);
int LIBC(fexecve)(int file, char *const *arguments, char *const *environment);
int LIBC(execveat)(int folder, const char *path, char *const *arguments, char *const *environment, int flags);
int LIBC(execl)(const char *path, const char *first, ...);
int LIBC(execle)(const char *path, const char *first, ...);
int LIBC(execlp)(const char *file, const char *first, ...);
#pragma GCC visibility pop

/* All of libc's exec functions but fexecve() and execveat() end here. */
int LIBC(execve)(const char *path, char *const *arguments, char *const *environment)
{
    OrigFn original;
    int result;
    VALGRIND_GET_ORIG_FN(original);
    fh_preload_before_exec(path);
    CALL_FN_W_WWW(result, original, path, arguments, environment);
    fh_preload_exec_failed();
    return result;
}

int LIBC(fexecve)(int file, char *const *arguments, char *const *environment)
{
    OrigFn original;
    int result;
    VALGRIND_GET_ORIG_FN(original);
    fh_preload_before_exec(NULL);
    CALL_FN_W_WWW(result, original, file, arguments, environment);
    fh_preload_exec_failed();
    return result;
}

int LIBC(execveat)(int folder, const char *path, char *const *arguments, char *const *environment, int flags)
{
    OrigFn original;
    int result;
    VALGRIND_GET_ORIG_FN(original);
    fh_preload_before_exec(NULL);
    CALL_FN_W_5W(result, original, folder, path, arguments, environment, flags);
    fh_preload_exec_failed();
    return result;
}

/* libc's own would keep all registers in its frame, where a search finds what they hold: exec_list.h. */
int LIBC(execl)(const char *path, const char *first, ...)
{
    va_list list;
    va_start(list, first);
    char **arguments = FH_EXEC_LIST_ROOM(first, &list);
    fh_exec_list_take(arguments, first, &list);
    fh_exec_list_end(&list);
    va_end(list);
    return execv(path, arguments);
}

int LIBC(execle)(const char *path, const char *first, ...)
{
    va_list list;
    va_start(list, first);
    char **arguments = FH_EXEC_LIST_ROOM(first, &list);
    fh_exec_list_take(arguments, first, &list);
    char *const *environment = va_arg(list, char *const *);
    fh_exec_list_end(&list);
    va_end(list);
    return execve(path, arguments, environment);
}

int LIBC(execlp)(const char *file, const char *first, ...)
{
    va_list list;
    va_start(list, first);
    char **arguments = FH_EXEC_LIST_ROOM(first, &list);
    fh_exec_list_take(arguments, first, &list);
    fh_exec_list_end(&list);
    va_end(list);
    return execvp(file, arguments);
}
