// SPDX-License-Identifier: MIT
// Four threads at a time; with an argument one of them frees.
#include <pthread.h>
#include <stdlib.h>

char *print_and_return(const char *input);
void free_string(char *string);

static void *run(void *is_bad)
{
    for (int i = 0; i < 100; i++) {
        char *string = print_and_return("from a thread");
        if (is_bad != NULL && i == 50)
            free(string);
        else
            free_string(string);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, run, argc > 1 && i == 2 ? argv : NULL);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
