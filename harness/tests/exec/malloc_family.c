// SPDX-License-Identifier: MIT
// C code in a Rust library that uses each function of the malloc family, rightly.
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 4096u

/* Weak: C23's, which few C libraries have. */
__attribute__((weak)) void free_sized(void *block, size_t size);
__attribute__((weak)) void free_aligned_sized(void *block, size_t alignment, size_t size);

static void need(int is_right)
{
    if (!is_right)
        abort();
}

static void *need_aligned(void *block, size_t alignment)
{
    need(block != NULL && (uintptr_t)block % alignment == 0);
    return block;
}

static void use_arrays(void)
{
    char *block = reallocarray(NULL, 3, 5);
    need(block != NULL);
    memcpy(block, "fourteen bytes", 15);
    block = reallocarray(block, 100, 50);
    need(block != NULL && strcmp(block, "fourteen bytes") == 0);
    volatile size_t many = SIZE_MAX / 2;
    need(reallocarray(block, many, 3) == NULL);
    free(block);
}

static void use_alignments(void)
{
    void *block;
    need(posix_memalign(&block, 64, 100) == 0);
    free(need_aligned(block, 64));
    free(need_aligned(aligned_alloc(128, 256), 128));
    free(need_aligned(memalign(256, 10), 256));
    free(need_aligned(valloc(10), PAGE));
    block = need_aligned(pvalloc(10), PAGE);
    memset(block, 1, PAGE);
    free(block);
}

static void use_sizes(void)
{
    if (free_sized != NULL)
        free_sized(malloc(9), 9);
    if (free_aligned_sized != NULL)
        free_aligned_sized(aligned_alloc(64, 64), 64, 64);
}

void use_malloc_family(void)
{
    char *block = calloc(2, 3);
    need(block != NULL && block[5] == 0);
    block = realloc(block, 60);
    need(block != NULL);
    free(block);
    use_arrays();
    use_alignments();
    use_sizes();
}
