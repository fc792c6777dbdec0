/* SPDX-License-Identifier: MIT */
/* What the lines say that a sanitizer's report begins with. Caller: asan_reader.c. */
#pragma once

#include <glib.h>

#include "log/record.h"

/* Fills type, signal, address and address_kind from record->headline, that of an "ERROR: AddressSanitizer: ". */
void fh_asan_headline(struct fh_record *record);

/* "READ of size 4 at 0x… thread T0": type and access_size. FALSE: it is no such line. */
gboolean fh_asan_access(struct fh_record *record, const char *text);

/* "Direct leak of 7 byte(s) in 1 object(s) allocated from:". FALSE: it is no such line. */
gboolean fh_asan_leak(struct fh_record *record, const char *text);

/* "FILE:LINE:COLUMN: runtime error: …" */
gboolean fh_asan_is_undefined(const char *text);
