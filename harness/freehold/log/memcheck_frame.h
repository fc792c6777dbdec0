/* SPDX-License-Identifier: MIT */
/* The frames of memcheck's log. Callers: memcheck_process, xml_record. */
#pragma once

#include <glib.h>

#include "model/stack.h"

/* "0x4C2FB0F: malloc (vg_replace_malloc.c:299)", what follows "at " or "by ". NULL when it is no frame.
 * Caller owns. */
struct fh_frame *fh_memcheck_frame(const char *text);

/* Adds a frame that was just read, and marks the one before it as inlined into it when the addresses say so.
 * Consumes `frame`. */
void fh_memcheck_add_frame(struct fh_stack *stack, struct fh_frame *frame);
