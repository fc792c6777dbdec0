/* SPDX-License-Identifier: MIT */
/* Which side a stack's functions are of. Callers: the files of this folder, engine/. */
#pragma once

#include <glib.h>

#include "model/stack.h"
#include "wire/domain.h"

/* Copies a stack under a role and marks the frames that are the harness's. Caller owns; free with
 * fh_stack_free(). */
struct fh_stack *fh_stack_marked(const struct fh_stack *stack, const char *role);

/* The same calls, from frame `from` on. Both NULL: equal. */
gboolean fh_stacks_are_equal(const struct fh_stack *a, const struct fh_stack *b, guint from);

/* The first frame that is neither the harness's nor a function of an allocator; the stack's length: there is
 * none. */
guint fh_stack_after_allocator(const struct fh_stack *stack);

/* A function of the rust heap that stands in for an allocator's: Rust's, or the malloc family's as a library
 * imports it. */
gboolean fh_frame_is_rust_heap(const struct fh_frame *frame);

/* The domain whose function is on top of an allocation's or a release's stack: the rust heap's, malloc's
 * family, operator new/delete. `function` receives that function's name for people ("__rust_alloc",
 * "malloc"), caller owns; it may be NULL. */
enum fh_domain fh_stack_domain(const struct fh_stack *stack, char **function);

/* A frame of the runner, the rust heap, libffi, or Valgrind's preloaded object. */
gboolean fh_frame_is_harness(const struct fh_frame *frame);
