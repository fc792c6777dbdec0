/* SPDX-License-Identifier: MIT */
/* What ASan says an address is. Caller: asan_reader.c. */
#pragma once

#include <glib.h>

#include "log/record.h"

/* "0x… is located 2 bytes after 18-byte region […)", "Address 0x… is located in stack …": fills address,
 * address_kind and block. FALSE: it is no such line. */
gboolean fh_asan_address(struct fh_record *record, const char *text);
