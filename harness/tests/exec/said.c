// SPDX-License-Identifier: MIT
/* Writes to standard error; "bad": as of a panic that was caught; then panics. "fault": writes from where
 * nothing is, too. "child": what panics is a child that no handler of fork() saw; then aborts. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

void keygen(size_t size);

static void panic_in_child(void)
{
    static const char words[] = "thread 'main' panicked at child.rs:1:1:\nthe child's own words\n";
    pid_t child = _Fork();
    if (child == 0)
        _exit(write(STDERR_FILENO, words, sizeof(words) - 1) < 0);
    waitpid(child, NULL, 0);
    abort();
}

int main(int argc, char **argv)
{
    struct iovec parts[] = {{"a ", 2}, {"word\n", 5}};
    if (writev(STDERR_FILENO, parts, 2) != 7)
        return 1;
    if (argc > 1 && strcmp(argv[1], "fault") == 0 &&
        (write(STDERR_FILENO, (const void *)(uintptr_t)8, 4) != -1 || errno != EFAULT))
        return 1;
    if (argc > 1 && strcmp(argv[1], "child") == 0)
        panic_in_child();
    static const char earlier[] =
        "thread 'main' panicked at first.rs:1:1:\nan earlier panic, whose words are longer\n"
        "and go on over many lines\nand go on\nand go on\nand go on\nand go on\nand go on\n"
        "and go on\nand go on\nand this is their end, which nothing quotes\n";
    if (argc > 1 && strcmp(argv[1], "bad") == 0 &&
        write(STDERR_FILENO, earlier, sizeof(earlier) - 1) != sizeof(earlier) - 1)
        return 1;
    if (argc > 1 && strcmp(argv[1], "bad") == 0)
        keygen(32);
    return 0;
}
