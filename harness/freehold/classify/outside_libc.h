/* SPDX-License-Identifier: MIT */
/*
 * Who called libc for a block: what libc allocates in strdup(), sscanf() and their like is its caller's. In:
 * a stack, and what was loaded where (FH_EVENT_OBJECT). Out: the frame. Pure. Caller: event.c.
 */
#pragma once

#include <glib.h>

#include "model/stack.h"

/* The first frame that is neither libc's nor the harness's. Borrowed; NULL: there is none. */
const struct fh_frame *fh_frame_outside_libc(const struct fh_stack *stack, const GPtrArray *events);
