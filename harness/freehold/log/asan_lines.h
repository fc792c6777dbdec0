/* SPDX-License-Identifier: MIT */
/*
 * What single lines of the sanitizers' logs say; asan_reader.c puts them together, asan.c is the whole.
 */
#pragma once

#include <glib.h>

#include "log/asan.h"
#include "model/stack.h"

/* "    #1 0x55d2 in main /src/a.c:9:3", "    #1 0x55d2  (/src/a.out+0x12d2) (BuildId: 1f)": the frames that it
 * stands for (struct fh_frame *, innermost first; several where `resolve` told what was inlined), and in `*number`
 * which of its stack it is. NULL: it is no frame. Caller owns; g_ptr_array_unref(). */
GPtrArray *fh_asan_frames(const char *text, fh_asan_resolve *resolve, gpointer data, guint64 *number);

/* A frame that `resolve` named, as a line of the log would be. Caller owns. */
char *fh_asan_frame_text(const struct fh_frame *frame, guint64 number);

/* Fills type, signal, address and address_kind from record->headline, that of an "ERROR: AddressSanitizer: ". */
void fh_asan_headline(struct fh_record *record);

/* "READ of size 4 at 0x… thread T0": type and access_size. FALSE: it is no such line. */
gboolean fh_asan_access(struct fh_record *record, const char *text);

/* "0x… is located 2 bytes after 18-byte region […)", "Address 0x… is located in stack …": fills address,
 * address_kind and block. FALSE: it is no such line. */
gboolean fh_asan_address(struct fh_record *record, const char *text);

/* "Direct leak of 7 byte(s) in 1 object(s) allocated from:". FALSE: it is no such line. */
gboolean fh_asan_leak(struct fh_record *record, const char *text);

/* "FILE:LINE:COLUMN: runtime error: …" */
gboolean fh_asan_is_undefined(const char *text);
