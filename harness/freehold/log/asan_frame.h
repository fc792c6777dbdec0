/* SPDX-License-Identifier: MIT */
/* The frames of the sanitizers' logs. Caller: asan_reader.c. */
#pragma once

#include <glib.h>

#include "log/asan.h"
#include "model/stack.h"

/* "    #1 0x55d2 in main /src/a.c:9:3", "    #1 0x55d2  (/src/a.out+0x12d2) (BuildId: 1f)": the frames that
 * it stands for (struct fh_frame *, innermost first; several where `resolve` told what was inlined), and in
 * `*number` which of its stack it is. NULL: it is no frame. Caller owns; g_ptr_array_unref(). */
GPtrArray *fh_asan_frames(const char *text, fh_asan_resolve *resolve, gpointer data, guint64 *number);

/* A frame that `resolve` named, as a line of the log would be. Caller owns. */
char *fh_asan_frame_text(const struct fh_frame *frame, guint64 number);
