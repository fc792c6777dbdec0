/* SPDX-License-Identifier: MIT */
/* AddressSanitizer's and LeakSanitizer's functions, which gcc has no headers for. Those of gcc 12 and clang
 * 14 on. */
#pragma once

#include <stddef.h>

/* Where there may be no runtime at all, its functions may be NULL. */
#ifdef FH_ASAN_IS_OPTIONAL
#define FH_ASAN_FUNCTION __attribute__((weak, visibility("default")))
#else
#define FH_ASAN_FUNCTION
#endif

typedef void fh_asan_malloc_hook(const volatile void *address, size_t size);
typedef void fh_asan_free_hook(const volatile void *address);

FH_ASAN_FUNCTION int __sanitizer_install_malloc_and_free_hooks(fh_asan_malloc_hook *on_malloc,
                                                               fh_asan_free_hook *on_free);
/* 1: a live block starts there. */
FH_ASAN_FUNCTION int __sanitizer_get_ownership(const volatile void *address);
FH_ASAN_FUNCTION size_t __sanitizer_get_allocated_size(const volatile void *address);
/* The runtime's own calls it for its last line; as it is, a line of the log. */
FH_ASAN_FUNCTION void __sanitizer_report_error_summary(const char *text);
FH_ASAN_FUNCTION void __sanitizer_print_stack_trace(void);
FH_ASAN_FUNCTION void __asan_describe_address(void *address);
FH_ASAN_FUNCTION void __asan_set_error_report_callback(void (*callback)(const char *report));
FH_ASAN_FUNCTION void __asan_poison_memory_region(const void *start, size_t size);
/* Have it report an access, with the caller on top of the stack. */
FH_ASAN_FUNCTION void __asan_report_load_n_noabort(void *address, long size);
FH_ASAN_FUNCTION void __asan_report_store_n_noabort(void *address, long size);
FH_ASAN_FUNCTION int __asan_address_is_poisoned(const void *address);
/* The first poisoned byte, NULL when there is none. */
FH_ASAN_FUNCTION void *__asan_region_is_poisoned(void *start, size_t size);
/* "heap" for one in or beside a block, live or released, whose place it then tells. */
FH_ASAN_FUNCTION const char *__asan_locate_address(void *address, char *name, size_t name_size,
                                                   void **region_start, size_t *region_size);
FH_ASAN_FUNCTION int __lsan_do_recoverable_leak_check(void);
FH_ASAN_FUNCTION void __lsan_register_root_region(const void *start, size_t size);
FH_ASAN_FUNCTION void __lsan_unregister_root_region(const void *start, size_t size);
FH_ASAN_FUNCTION void __interceptor_free(void *block);
FH_ASAN_FUNCTION void *__interceptor_realloc(void *block, size_t size);
FH_ASAN_FUNCTION void *__interceptor_reallocarray(void *block, size_t n, size_t size);
FH_ASAN_FUNCTION size_t __interceptor_malloc_usable_size(void *block);

/* C++'s, which the runtime has whether C++ is there or not. */
FH_ASAN_FUNCTION void *fh_asan_new(size_t size, size_t alignment,
                                   const void *nothrow) __asm__("_ZnwmSt11align_val_tRKSt9nothrow_t");
FH_ASAN_FUNCTION void fh_asan_operator_delete(void *block) __asm__("_ZdlPv");
typedef void fh_asan_sized_delete(void *block, size_t size, size_t alignment);
FH_ASAN_FUNCTION fh_asan_sized_delete fh_asan_delete_sized __asm__("_ZdlPvmSt11align_val_t");
