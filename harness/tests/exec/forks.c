// SPDX-License-Identifier: MIT
// A child does it; the parent ends well. With "bad" the child frees, with "leak" it forgets; what the parent
// holds is no leak of the child's. With "spawn" the child is another program, which has a small stack of
// posix_spawn()'s until then.
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
char *print_and_return(const char *input);
void free_string(char *string);

static void child(const char *how)
{
    char *string = print_and_return("from a child");
    if (strcmp(how, "bad") == 0)
        free(string);
    else if (strcmp(how, "leak") != 0)
        free_string(string);
    string = NULL;
    exit(0);
}

static void spawn(const char *program)
{
    pid_t process;
    char *arguments[] = {(char *)program, NULL};
    posix_spawn(&process, program, NULL, NULL, arguments, environ);
}

int main(int argc, char **argv)
{
    char *kept = print_and_return("from the parent");
    if (argc > 1 && strcmp(argv[1], "spawn") == 0)
        spawn(argv[0]);
    else if (fork() == 0)
        child(argc > 1 ? argv[1] : "");
    wait(NULL);
    free_string(kept);
    return 0;
}
