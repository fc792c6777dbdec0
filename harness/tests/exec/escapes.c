// SPDX-License-Identifier: MIT
// A program without Rust, that does what can't be followed: escapes WHAT [PROGRAM [ARGUMENT]].
#define _GNU_SOURCE
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "actions.h"

#ifdef __SANITIZE_ADDRESS__
void __lsan_disable(void);
#else
#define __lsan_disable()
#endif

static void forget_unseen(char **arguments)
{
    (void)arguments;
    __lsan_disable();
    forget();
}

static void overrun(char **arguments)
{
    (void)arguments;
    char *volatile letters = malloc(8);
    letters[8] = 1;
    free(letters);
}

static void be_killed(char **arguments)
{
    (void)arguments;
    kill(getpid(), SIGKILL);
}

static void leave_silently(char **arguments)
{
    (void)arguments;
    syscall(SYS_exit_group, 0);
}

static void forget_and_leave(char **arguments)
{
    (void)arguments;
    forget();
    _exit(0);
}

static void forget_and_leave_quickly(char **arguments)
{
    (void)arguments;
    forget();
    quick_exit(0);
}

static void fork_silently(char **arguments)
{
    (void)arguments;
    if (syscall(SYS_fork) == 0) {
        free_twice();
        exit(0);
    }
}

static void free_twice_in_vfork(char **arguments)
{
    if (vfork() == 0) {
        free_twice();
        execv(arguments[0], arguments);
        _exit(127);
    }
}

static void close_all(char **arguments)
{
    (void)arguments;
    for (int i = 3; i < 100; i++)
        close(i);
    free_twice();
}

static void close_all_in_child(char **arguments)
{
    if (fork() == 0) {
        dup2(1, 3); /* as GLib does, with a file of its own */
        closefrom(4);
        execv(arguments[0], arguments);
        _exit(127);
    }
}

static void start(char **arguments)
{
    pid_t process;
    posix_spawn(&process, arguments[0], NULL, NULL, arguments, environ);
}

static void start_without_environment(char **arguments)
{
    pid_t process;
    char *none[] = {NULL};
    posix_spawn(&process, arguments[0], NULL, NULL, arguments, none);
}

static void become(char **arguments)
{
    execv(arguments[0], arguments);
}

static void become_without_environment(char **arguments)
{
    char *none[] = {NULL};
    execve(arguments[0], arguments, none);
}

static void become_with_options(char **arguments)
{
    setenv("ASAN_OPTIONS", "verify_asan_link_order=0:alloc_dealloc_mismatch=0", 1);
    execv(arguments[0], arguments);
}

static void forget_after_exec(char **arguments)
{
    execv(arguments[0], arguments);
    forget();
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*function)(char **arguments);
    } escapes[] = {{"unseen", forget_unseen},
                   {"overrun", overrun},
                   {"killed", be_killed},
                   {"silent", leave_silently},
                   {"leave", forget_and_leave},
                   {"leave-quickly", forget_and_leave_quickly},
                   {"fork", fork_silently},
                   {"vfork", free_twice_in_vfork},
                   {"close", close_all},
                   {"close-and-become", close_all_in_child},
                   {"start", start},
                   {"start-bare", start_without_environment},
                   {"become", become},
                   {"become-bare", become_without_environment},
                   {"become-options", become_with_options},
                   {"become-nothing", forget_after_exec}};
    for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++)
        if (argc > 1 && strcmp(argv[1], escapes[i].name) == 0)
            escapes[i].function(argv + 2);
    while (wait(NULL) > 0) {}
    return 0;
}
