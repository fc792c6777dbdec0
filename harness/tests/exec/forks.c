// SPDX-License-Identifier: MIT
// A child does it; the parent ends well. With "bad" the child frees, with "leak" it forgets; what the parent
// holds is no leak of the child's.
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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

int main(int argc, char **argv)
{
    char *kept = print_and_return("from the parent");
    if (fork() == 0)
        child(argc > 1 ? argv[1] : "");
    wait(NULL);
    free_string(kept);
    return 0;
}
