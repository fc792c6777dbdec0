/* SPDX-License-Identifier: MIT */
/*
 * Who called libc for a block: what libc allocates in strdup(), sscanf() and their like is its caller's. In:
 * a stack, and what was loaded where (FH_EVENT_OBJECT). Out: the frame. Pure. Callers: event.c, release.c.
 */
#pragma once

#include <glib.h>

#include "model/stack.h"
#include "wire/events.h"

/* The event of the object that the frame is in; NULL: nobody told. Borrowed. */
const struct fh_event *fh_object_of_frame(const struct fh_frame *frame, const GPtrArray *events);

/* The first frame that is neither libc's nor the harness's. Borrowed; NULL: there is none. */
const struct fh_frame *fh_frame_outside_libc(const struct fh_stack *stack, const GPtrArray *events);
