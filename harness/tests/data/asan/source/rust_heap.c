/* SPDX-License-Identifier: MIT */
/* As the runner's: Rust's blocks come from C++'s aligned operators, and notices go into the sanitizer's log. */
#include <stddef.h>

void *fh_asan_new(size_t size, size_t alignment, const void *nothrow) __asm__("_ZnwmSt11align_val_tRKSt9nothrow_t");
void fh_asan_delete_sized(void *block, size_t size, size_t alignment) __asm__("_ZdlPvmSt11align_val_t");
void __sanitizer_report_error_summary(const char *text);
void __sanitizer_print_stack_trace(void);
void __asan_describe_address(void *address);

static void *volatile last;

__attribute__((noinline)) void *fh_asan_heap_allocate(size_t size, size_t alignment)
{
    static const char nothrow;
    void *block = fh_asan_new(size, alignment, &nothrow);
    last = NULL;
    return block;
}

__attribute__((noinline)) void *fh_rust_alloc(size_t size, size_t alignment)
{
    void *block = fh_asan_heap_allocate(size, alignment);
    last = NULL;
    return block;
}

__attribute__((noinline)) void fh_rust_dealloc(void *block, size_t size, size_t alignment)
{
    fh_asan_delete_sized(block, size, alignment);
    last = NULL;
}

__attribute__((noinline)) void fh_notice(const char *text)
{
    __sanitizer_report_error_summary(text);
    last = NULL;
}

__attribute__((noinline)) void fh_notice_block(const char *text, const void *block)
{
    __sanitizer_report_error_summary(text);
    __sanitizer_print_stack_trace();
    __asan_describe_address((void *)block);
    last = NULL;
}
