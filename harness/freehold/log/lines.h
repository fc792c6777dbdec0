/* SPDX-License-Identifier: MIT */
/*
 * What single lines of memcheck's log say; memcheck.c puts them together. Each is given a line without its
 * "==PID== ".
 */
#pragma once

#include <glib.h>

#include "log/memcheck.h"
#include "model/result.h"
#include "model/stack.h"

/* An empty log. Caller owns; free with fh_memcheck_log_free(). */
struct fh_memcheck_log *fh_memcheck_log_new(void);

/* "0x4C2FB0F: malloc (vg_replace_malloc.c:299)", what follows "at " or "by ". NULL when it is no frame.
 * Caller owns. */
struct fh_frame *fh_memcheck_frame(const char *text);

/* Adds a frame that was just read, and marks the one before it as inlined into it when the addresses say so.
 * Consumes `frame`. */
void fh_memcheck_add_frame(struct fh_stack *stack, struct fh_frame *frame);

/* Fills type, access_size, signal and the leak's numbers from record->headline. FALSE: an unknown headline;
 * type is UNKNOWN. */
gboolean fh_memcheck_headline(struct fh_record *record);

/* " Address 0x… is …", " Location 0x… is …": fills address_kind, address and block. FALSE: it is no
 * such line. */
gboolean fh_memcheck_address(struct fh_record *record, const char *text);

/* A row of LEAK SUMMARY. `seen` collects a bit a row; when all are there, is_present is set. FALSE: it is no
 * row. */
gboolean fh_memcheck_leak_row(struct fh_leak_summary *leaks, guint *seen, const char *text);

/* A row of HEAP SUMMARY. `seen` as above; when both are there, is_known is set. FALSE: it is no row. */
gboolean fh_memcheck_heap_row(struct fh_heap *heap, guint *seen, const char *text);
