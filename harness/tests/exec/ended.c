// SPDX-License-Identifier: MIT
// Ended from outside: ended SIGNAL. Its child sends it that, and it waits for it.
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int number = argc > 1 ? atoi(argv[1]) : 0;
    if (number <= 0)
        return 2;
    if (fork() == 0) {
        kill(getppid(), number);
        _exit(0);
    }
    for (;;)
        usleep(1000); /* under Valgrind a signal that comes just before a system call waits until that ends */
}
