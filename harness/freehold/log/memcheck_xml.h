/* SPDX-License-Identifier: MIT */
/*
 * Valgrind memcheck's XML (--xml=yes), protocols 4 to 6, as the same data as the text log.
 *
 * In: the bytes of one file. Out: `struct fh_memcheck_log`, whose records are those of the text log of the
 * same run, type by type and stack by stack. What XML does not have, or has in another way:
 *
 *   totals                   HEAP, LEAK and ERROR SUMMARY are there from protocol 6 (Valgrind 3.26) on.
 * Before, heap.is_known, leaks.is_present and has_error_summary are FALSE; `errors`, `error_contexts` and
 * `suppressed` are what <errorcounts>, <suppcounts> and the leaks shown add up to answers of v.info not in
 * XML: there are no DESCRIPTIONs frames                   `directory` as well fds that were inherited
 * warnings, as in the text log is_complete              the root is closed, after FINISHED, <errorcounts> and
 * <suppcounts>; with protocol 6 the totals as well
 *
 * Several processes in one file: all records are read, but XML does not say whose they are: not complete.
 * Pure: bytes in, structs out; never fails: a file that is cut or malformed is read as far as it goes and is
 * not complete. Callers: results.
 */
#pragma once

#include "log/memcheck.h"

/* `bytes` is borrowed for the call. Never NULL. Caller owns; free with fh_memcheck_log_free(). */
struct fh_memcheck_log *fh_memcheck_xml_parse(const char *bytes, gsize size);
