// SPDX-License-Identifier: MIT
// Has a Rust library grow a block that it aligned: aligned [bad]
#include <stdint.h>
#include <string.h>

void *aligned_new(void);
void aligned_grow(void *block);
void plain_grow(void *block);

int main(int argc, char **argv)
{
    void *block = aligned_new();
    if (argc > 1 && strcmp(argv[1], "bad") == 0)
        plain_grow(block);
    else
        aligned_grow(block);
    return 0;
}
