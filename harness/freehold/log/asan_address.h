/* SPDX-License-Identifier: MIT */
/* What ASan says an address is, and of what it belongs to. Caller: asan_reader.c. */
#pragma once

#include <glib.h>

#include "log/record.h"

/* "0x… is located 2 bytes after 18-byte region […)", "Address 0x… is located in stack …": fills address,
 * address_kind and block. FALSE: it is no such line. */
gboolean fh_asan_address(struct fh_record *record, const char *text);

/* "    [32, 48) 'local' (line 267) <== Memory access at offset 32 is inside this variable": fills variable.
 * FALSE: it is no such line. */
gboolean fh_asan_variable(struct fh_record *record, const char *text);

/* "  size of the deallocated type: 8 bytes.", "  alignment of the allocated type:   default-aligned;": fills
 * layouts. FALSE: it is no such line. */
gboolean fh_asan_layout(struct fh_record *record, const char *text);
