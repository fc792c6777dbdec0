/* SPDX-License-Identifier: MIT */
/*
 * A stack, for people: the library's and the scenario's frames first, what belongs to Rust's std, to C++'s or
 * to the harness counted in one line. The frame of a scenario's step reads as the scenario does. Callers:
 * details, repeated.
 */
#pragma once

#include "model/report.h"
#include "model/stack.h"
#include "report/shared/columns.h"
#include "report/text/excerpts.h"

/* What is being laid out; all borrowed for the call. */
struct fh_text_layout {
    const struct fh_report *report;
    struct fh_columns *page;
    struct fh_excerpts *excerpts;
};

/* `title` and the frames of `stack`, at `indent`. `file` is the scenario's, and may be NULL. */
void fh_stack_show(const struct fh_text_layout *layout, const char *file, const struct fh_stack *stack,
                   const char *title, guint indent);

/* The N of at_line_N, with whatever a compiler appends: the frame is a scenario's step. 0 for any other
 * function. */
guint fh_frame_step_line(const struct fh_frame *frame);

/* A frame of std, core or alloc, by its source path or, where there is none, by its name. A type of the
 * user's that implements a trait of std is the user's. */
gboolean fh_frame_is_rust_std(const struct fh_frame *frame);

/* Whose a frame is. */
enum fh_frame_group {
    FH_FRAME_USER,
    FH_FRAME_STEP, /* the runner's at_line_N: the scenario's line */
    FH_FRAME_STD,  /* Rust's */
    FH_FRAME_CXX,  /* C++'s standard library's */
    FH_FRAME_HARNESS,
    FH_FRAME_GROUP_COUNT,
};

/* Index of the scenario's outermost step; what is below it called the scenario, and is the harness's.
 * G_MAXUINT when there is none. */
guint fh_stack_outermost_step(const struct fh_stack *stack);

/* `outermost` is what fh_stack_outermost_step() gives for `stack`. */
enum fh_frame_group fh_frame_group(const struct fh_stack *stack, guint index, guint outermost);
