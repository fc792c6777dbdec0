/* SPDX-License-Identifier: MIT */
/* What the rust heap says and reads under ASan, as the functions of the same names in struct fh_backend. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

void fh_asan_notice_block(const char *text, const void *address);
void fh_asan_copy_foreign(void *to, const void *from, size_t size);

/* The process ends at the first report of the rust heap's, as it does at one of ASan's own: nobody is there
 * who reads on. */
extern bool fh_asan_ends_at_report;
