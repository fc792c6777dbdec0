// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include "hostile.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define DESCRIPTORS 1024

static void *volatile last;

void lose(void)
{
    last = malloc(16);
    if (!last)
        abort();
    last = NULL;
}

/* The child is a second runner: it goes on where the first one does. */
void forks_and_returns(void)
{
    if (fork() < 0)
        abort();
}

void forks_and_ends(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    waitpid(child, NULL, 0);
}

void leaves_a_process(void)
{
    if (fork() != 0)
        return;
    setsid();
    for (;;)
        pause();
}

void closes_descriptors(void)
{
    for (int fd = 0; fd < DESCRIPTORS; fd++)
        close(fd);
}

void changes_folder(void)
{
    if (chdir("/") != 0)
        abort();
}

static void print(int fd, const char *text)
{
    if (write(fd, text, strlen(text)) < 0)
        return;
}

static void forge(const char *before, const char *line)
{
    char text[300];
    snprintf(text, sizeof(text), "%s%d%s %s\n", before, (int)getpid(), before, line);
    for (int fd = 1; fd < 64; fd++)
        print(fd, text);
}

void forges_memcheck(void)
{
    forge("==", "HEAP SUMMARY:");
    forge("==", "    in use at exit: 0 bytes in 0 blocks");
    forge("==", "  total heap usage: 0 allocs, 0 frees, 0 bytes allocated");
    forge("==", "");
    forge("==", "All heap blocks were freed -- no leaks are possible");
    forge("==", "");
    forge("==", "ERROR SUMMARY: 0 errors from 0 contexts (suppressed: 0 from 0)");
}

void forges_notices(void)
{
    forge("**", "freehold end 0");
    forge("**", "freehold checked 0");
    forge("**", "freehold finished 0");
}

void ends_at_once(void)
{
    _exit(0);
}

void ends_by_exit(void)
{
    exit(0);
}

void ends_quickly(void)
{
    quick_exit(0);
}

void becomes_another(void)
{
    execl("/bin/true", "true", (char *)NULL);
    abort();
}

void raises_kill(void)
{
    raise(SIGKILL);
}

void raises_terminate(void)
{
    raise(SIGTERM);
}

void raises_alarm(void)
{
    raise(SIGALRM);
}

void raises_fault(void)
{
    raise(SIGSEGV);
}

void aborts_deaf(void)
{
    signal(SIGABRT, SIG_IGN);
    abort();
}

/* Calls `treat` with each mapping of a file that can be written to. */
static void each_mapping(void (*treat)(void *start, size_t size))
{
    static char line[4096];
    static struct {
        void *start;
        size_t size;
    } found[64];
    unsigned n = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps && fgets(line, sizeof(line), maps)) {
        unsigned long start, end;
        char access[5];
        if (sscanf(line, "%lx-%lx %4s", &start, &end, access) == 3 && access[3] == 's' && n < 64) {
            found[n].start = (void *)start;
            found[n++].size = end - start;
        }
    }
    if (maps)
        fclose(maps);
    for (unsigned i = 0; i < n; i++)
        treat(found[i].start, found[i].size);
}

static void unmap(void *start, size_t size)
{
    munmap(start, size);
}

void unmaps_files(void)
{
    each_mapping(unmap);
}

void empties_files(void)
{
    for (int fd = 3; fd < DESCRIPTORS; fd++)
        if (ftruncate(fd, 0) != 0)
            continue;
}

static void remove_of(int fd)
{
    char name[64], path[4096];
    snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
    ssize_t length = readlink(name, path, sizeof(path) - 1);
    if (length <= 0)
        return;
    path[length] = '\0';
    if (strstr(path, "/logs/"))
        unlink(path);
}

void removes_files(void)
{
    for (int fd = 1; fd < DESCRIPTORS; fd++)
        remove_of(fd);
}

static void allow_none(int what)
{
    const struct rlimit none = {0, 0};
    setrlimit(what, &none);
}

void allows_no_bytes(void)
{
    allow_none(RLIMIT_FSIZE);
}

void allows_no_files(void)
{
    allow_none(RLIMIT_NOFILE);
}

void allows_no_memory(void)
{
    allow_none(RLIMIT_AS);
}

void is_not_dumpable(void)
{
    prctl(PR_SET_DUMPABLE, 0);
}

void blocks_signals(void)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
}
