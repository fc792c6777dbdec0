/* SPDX-License-Identifier: MIT */
/* Bytes that are there already: in memory, or those of a file that is mapped, of which only some need be in
 * memory. */
#pragma once

#include <glib.h>

/* Borrowed. */
struct fh_bytes {
    const char *start;
    gsize size;
    gboolean is_mapped; /* read-only, and of a file */
};

/* Of a mapped file, what is before `at` leaves memory, when it has become much since `kept`, which is
 * returned or moved on. */
const char *fh_bytes_forget(const char *kept, const char *at);

/* … and what the kernel will read next comes into it at once, where it can do that: page by page takes it
 * twice as long. */
void fh_bytes_need(const char *at, gsize size);
