// SPDX-License-Identifier: MIT
// Does wrong where another log, another program or another library takes its place: loses WHAT [ARGUMENT].
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "actions.h"

/* A file that can't be executed, then a leak. */
static void forget_after_exec(char *file)
{
    char *arguments[] = {file, NULL};
    if (fork() == 0) {
        execv(file, arguments);
        forget();
        exit(0);
    }
}

static void free_twice_before_exec(char *program, int is_at)
{
    char *arguments[] = {program, NULL};
    if (vfork() == 0) {
        free_twice();
        if (is_at)
            execveat(-1, program, arguments, environ, 0);
        execv(program, arguments);
        _exit(0);
    }
}

static void fail_to_exec(void)
{
    if (vfork() == 0) {
        execl("./no-such-program", "", (char *)NULL);
        _exit(127);
    }
}

/* The second time it lies where it lay, and its imports are as the file says. */
static void open_twice(const char *path)
{
    for (int i = 0; i < 2; i++) {
        void *library = dlopen(path, RTLD_NOW);
        char *(*get)(const char *) = (char *(*)(const char *))dlsym(library, "print_and_return");
        void (*give_back)(char *) = (void (*)(char *))dlsym(library, "free_string");
        char *string = get("from a library that is opened twice");
        if (i == 0) {
            give_back(string);
            dlclose(library);
        } else {
            free(string);
        }
    }
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "exec") == 0)
        forget_after_exec(argv[2]);
    else if (strcmp(what, "vfork") == 0)
        free_twice_before_exec(argv[2], 0);
    else if (strcmp(what, "execveat") == 0)
        free_twice_before_exec(argv[2], 1);
    else if (strcmp(what, "none") == 0)
        fail_to_exec();
    else if (strcmp(what, "open") == 0)
        open_twice(argv[2]);
    while (wait(NULL) > 0) {}
    return 0;
}
