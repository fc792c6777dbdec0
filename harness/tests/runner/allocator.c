/* SPDX-License-Identifier: MIT */
/* What the four functions are before the link wraps them: if one of them is still called, nothing of it is
 * announced as Rust's, and the checks of the logs fail. */
#include <stdlib.h>

void *__rust_alloc(size_t size, size_t alignment);
void *__rust_alloc_zeroed(size_t size, size_t alignment);
void *__rust_realloc(void *block, size_t old_size, size_t alignment, size_t new_size);
void __rust_dealloc(void *block, size_t size, size_t alignment);

void *__rust_alloc(size_t size, size_t alignment)
{
    (void)alignment;
    return malloc(size);
}

void *__rust_alloc_zeroed(size_t size, size_t alignment)
{
    (void)alignment;
    return calloc(1, size);
}

void *__rust_realloc(void *block, size_t old_size, size_t alignment, size_t new_size)
{
    (void)old_size, (void)alignment;
    return realloc(block, new_size);
}

void __rust_dealloc(void *block, size_t size, size_t alignment)
{
    (void)size, (void)alignment;
    free(block);
}
