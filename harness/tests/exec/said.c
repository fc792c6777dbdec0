// SPDX-License-Identifier: MIT
/* Writes to standard error; "bad": as of a panic that was caught; then panics. "fault": writes from where
 * nothing is, too. */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

void keygen(size_t size);

int main(int argc, char **argv)
{
    struct iovec parts[] = {{"a ", 2}, {"word\n", 5}};
    if (writev(STDERR_FILENO, parts, 2) != 7)
        return 1;
    if (argc > 1 && strcmp(argv[1], "fault") == 0 &&
        (write(STDERR_FILENO, (const void *)(uintptr_t)8, 4) != -1 || errno != EFAULT))
        return 1;
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
