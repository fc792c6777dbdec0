/* SPDX-License-Identifier: MIT */
#include "asan_report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "asan.h"
#include "asan_free.h"

bool fh_asan_ends_at_report;

void fh_asan_notice_block(const char *text, const void *address)
{
    __sanitizer_report_error_summary(text);
    __sanitizer_print_stack_trace();
    if (address) {
        fh_asan_restore_description(address);
        fh_asan_restore(fh_asan_block_start(address));
        __asan_describe_address((void *)address);
    }
    if (fh_asan_ends_at_report)
        _exit(EXIT_FAILURE);
}

void fh_asan_copy_foreign(void *to, const void *from, size_t size)
{
    const char *end = size == 0 ? NULL : __asan_region_is_poisoned((void *)from, size);
    memcpy(to, from, !end ? size : (size_t)(end - (const char *)from));
}
