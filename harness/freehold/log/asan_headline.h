/* SPDX-License-Identifier: MIT */
/* What the lines say that a sanitizer's report begins with. Callers: asan_reader.c, contents.c, unread.c. */
#pragma once

#include <glib.h>

#include "log/record.h"

/* Fills type, signal, address and address_kind from record->headline, that of an "ERROR: AddressSanitizer: "
 * or of another report. */
void fh_asan_headline(struct fh_record *record);

/* "READ of size 4 at 0x… thread T0": type and access_size. FALSE: it is no such line. */
gboolean fh_asan_access(struct fh_record *record, const char *text);

/* "Direct leak of 7 byte(s) in 1 object(s) allocated from:". FALSE: it is no such line. */
gboolean fh_asan_leak(struct fh_record *record, const char *text);

/* "FILE:LINE:COLUMN: runtime error: …" */
gboolean fh_asan_is_undefined(const char *text);

/* The first line of a report: "ERROR: AddressSanitizer: …", "ERROR: libFuzzer: …", "WARNING: MemorySanitizer:
 * …". */
gboolean fh_asan_is_report(const char *text);

/* The runtime itself can't go on, or never could: what it would have seen nobody knows. */
gboolean fh_asan_is_runtime_failure(const char *text);

/* What follows "AddressSanitizer: ", "libFuzzer: " in an ERROR, a WARNING or a SUMMARY; NULL: nobody's name
 * is in it. Borrowed. */
const char *fh_asan_words(const char *text);

/* What only a sanitizer that is read here writes, or libFuzzer; `has_prefix`: "==PID==" stands before it. */
gboolean fh_asan_is_message(const char *text, gboolean has_prefix);
