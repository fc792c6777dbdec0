// SPDX-License-Identifier: MIT
// Leaves a process behind that is nobody's child any more, and ends at once. With an argument that process
// frees a string of Rust's, when the others have ended: when nobody has the pipe open any more.
#include <stdlib.h>
#include <unistd.h>

char *print_and_return(const char *input);
void free_string(char *string);

static void daemon_body(int is_bad, int *others)
{
    char byte;
    close(others[1]);
    while (read(others[0], &byte, 1) > 0) {}
    char *string = print_and_return("from what is left");
    if (is_bad)
        free(string);
    else
        free_string(string);
    string = NULL;
    exit(0);
}

int main(int argc, char **argv)
{
    int others[2];
    (void)argv;
    if (pipe(others) != 0)
        return 2;
    if (fork() == 0) {
        if (fork() == 0)
            daemon_body(argc > 1, others);
        _exit(0);
    }
    _exit(0);
}
