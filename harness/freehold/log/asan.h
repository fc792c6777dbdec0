/* SPDX-License-Identifier: MIT */
/*
 * The text of the sanitizers' logs, as data: AddressSanitizer, LeakSanitizer and UBSan, of gcc 8 to 15 and
 * clang 11 to 21.
 *
 * In: the bytes of one log (log_path=…, one process a file, or a terminal's output with several processes and
 * the program's own lines in between). Out: `struct fh_asan_log`, with the records of log/record.h:
 *
 *   alloc-dealloc-mismatch, new-delete-type-mismatch        MISMATCHED_FREE
 *   double-free, bad-free (free of what is no block)        INVALID_FREE
 *   heap-use-after-free, -buffer-overflow, stack-…, global-…, use-after-poison, container-overflow, …
 *                                                           INVALID_READ, INVALID_WRITE
 *   SEGV, ABRT, ILL, FPE, BUS, TRAP on unknown address, stack-overflow   FATAL_SIGNAL
 *   Direct leak, Indirect leak                              LEAK: DEFINITE, INDIRECT
 *   runtime error (UBSan)                                   UNDEFINED
 *   "freehold: …" (wire/notices.h)                          NOTICE, with the stack that follows it, if any
 *   "0x… is located …" beneath a notice's stack             DESCRIPTION
 *   any other ERROR: wrong arguments (negative-size-param, overlaps, calloc-overflow), no memory, …   UNKNOWN
 *
 * A record's headline is what follows "ERROR: AddressSanitizer: ". Its text goes from the headline to
 * SUMMARY, without the shadow bytes and registers that come after it; UNKNOWN's has those as well.
 * block_stack is where the block was allocated, or when it was freed where that was; then block_alloc_stack
 * is where it was allocated: as memcheck has them.
 *
 * LeakSanitizer reports at every search all that is lost, also what it had reported before. Of a search that
 * the runner asked for (between its notices "end" and "checked") the records say what is new: is_added.
 *
 * Pure: bytes in, structs out; never fails. Callers: engine/asan, results.
 */
#pragma once

#include <glib.h>

#include "base/bytes.h"
#include "base/cleanup.h"

/* Names for a frame that the log gives as "(OBJECT+0xOFFSET)" only; as fh_symbols_resolve(). */
typedef void fh_asan_resolve(gpointer data, const char *object, guint64 offset, GPtrArray *frames);

struct fh_asan_log {
    GPtrArray *records; /* struct fh_record *, in log order */
    guint pid;          /* of the first report; 0: no report */
    guint errors;       /* ERROR reports of ASan, without LeakSanitizer's */
    gboolean has_leak_report;
    /* LeakSanitizer could not look: its own words ("LeakSanitizer has encountered a fatal error …"); NULL */
    char *leak_failure;
    /* The runtime itself failed ("AddressSanitizer CHECK failed", "failed to allocate", "Shadow memory range
     * interleaves …", "nested bug"): its words; NULL */
    char *runtime_failure;
    /* a report has no end, or does not add up: less was read than was found */
    gboolean is_cut;
    /* char *: "WARNING: …" lines that are no errors, "suppressed leaks: …", "Omitting 3 more leak(s)." */
    GPtrArray *warnings;
};

/* `bytes` is borrowed for the call. `resolve` may be NULL. Never NULL. Caller owns; free with
 * fh_asan_log_free(). */
struct fh_asan_log *fh_asan_log_parse(const char *bytes, gsize size, fh_asan_resolve *resolve, gpointer data);
struct fh_asan_log *fh_asan_log_read(const struct fh_bytes *bytes, fh_asan_resolve *resolve, gpointer data);
void fh_asan_log_free(struct fh_asan_log *log);
FH_DEFINE_AUTO(fh_asan_log, fh_asan_log_free)
