// SPDX-License-Identifier: MIT
// Leaves a process behind that is nobody's child any more, and ends at once. With an argument that process frees a string of Rust's.
#include <stdlib.h>
#include <unistd.h>

char *print_and_return(const char *input);
void free_string(char *string);

static void daemon_body(int is_bad)
{
    usleep(300000);
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
    (void)argv;
    if (fork() == 0) {
        if (fork() == 0)
            daemon_body(argc > 1);
        _exit(0);
    }
    _exit(0);
}
