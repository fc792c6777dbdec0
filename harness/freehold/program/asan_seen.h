/* SPDX-License-Identifier: MIT */
/*
 * Whether a process under AddressSanitizer was seen whole, by what it told of itself: a reason why it was
 * not, with what to do about it, or NULL. Pure but for reading the process. Caller: asan_judge.c.
 */
#pragma once

#include "program/asan_process_log.h"

/* Is AddressSanitizer in it, in charge of its memory, and with the options that were pinned? Caller owns. */
char *fh_asan_why_not_watched(const struct fh_asan_process_log *process, char **options);

/* Does all its Rust code allocate from the rust heap? Caller owns. */
char *fh_asan_why_not_all_rust(const struct fh_asan_process_log *process);
gboolean fh_asan_holds_rust(const struct fh_asan_process_log *process);
/* Is a shared library of it watched through its imports? */
gboolean fh_asan_has_imports_watched(const struct fh_asan_process_log *process);

/* Is there a process of each program that it started? Caller owns. */
char *fh_asan_why_not_all_programs(const GPtrArray *processes, const struct fh_asan_process_log *process);

/* It was linked so that the rust heap stands in the place of its own allocator. */
gboolean fh_asan_has_replaced_allocator(const struct fh_asan_process_log *process);

/* Rust code in it is not compiled with AddressSanitizer: in it nobody sees accesses. */
gboolean fh_asan_has_plain_rust(const struct fh_asan_process_log *process);
