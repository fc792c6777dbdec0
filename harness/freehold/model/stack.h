/* SPDX-License-Identifier: MIT */
/*
 * Stacks, as engines show them, and whose the frames on them are.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"

/* One frame of a stack; NULL and 0 where the engine did not know. */
struct fh_frame {
    char *function;  /* demangled */
    char *file;      /* as the debug info has it; a base name or a path */
    char *directory; /* of `file` when the engine tells it apart; may be NULL */
    guint line;
    char *object; /* path of the ELF object, when no source is known */
    guint64 address;
    gboolean is_inlined;
    gboolean is_harness; /* the runner's, the rust heap's or the engine's own; folded away by reports */
};

/* role: "released", "allocated", "accessed", "first released", "origin", "at", or, for what is folded in,
 * "also: …". */
struct fh_stack {
    char *role;
    GPtrArray *frames; /* struct fh_frame *, innermost first */
};

/* Empty. Caller owns; free with fh_frame_free(). */
struct fh_frame *fh_frame_new(void);

/* NULL is allowed. */
void fh_frame_free(struct fh_frame *frame);

/* Without frames. Caller owns; free with fh_stack_free(). */
struct fh_stack *fh_stack_new(const char *role);

/* NULL is allowed. */
void fh_stack_free(struct fh_stack *stack);
FH_DEFINE_AUTO(fh_stack, fh_stack_free)

/* A copy of its frames, under another role. Caller owns; free with fh_stack_free(). */
struct fh_stack *fh_stack_copy(const struct fh_stack *stack, const char *role);

/* The N of the innermost at_line_N frame, 0 when there is none. */
guint fh_stack_scenario_line(const struct fh_stack *stack);

/* May be Rust's: its source is, or nothing says that it is C++'s, whose std has functions of the same names.
 */
gboolean fh_frame_is_rust(const struct fh_frame *frame);

/* A frame of C++'s standard library. */
gboolean fh_frame_is_cxx_library(const struct fh_frame *frame);

/* A frame of Rust's std, core or alloc: its function says so ("<alloc::…", "core::…"), or its file, where
 * an inlined function has no path of its own. */
gboolean fh_frame_is_rust_library(const struct fh_frame *frame);

/* The user's own: neither the harness's, nor the engine's or the system's, nor of Rust's std or C++'s; it has
 * a name, be it "???". */
gboolean fh_frame_is_users(const struct fh_frame *frame);

/* The innermost of the user's own frames whose source is known. NULL when there is none. Borrowed. */
const struct fh_frame *fh_stack_users_place(const struct fh_stack *stack);

/* The innermost of the user's own frames that has a real name. NULL when there is none. Borrowed. */
const struct fh_frame *fh_stack_users_frame(const struct fh_stack *stack);
