/* SPDX-License-Identifier: MIT */
#include "at_line.h"

#include "heap/fail.h"
#include "lines.h"

static __thread unsigned depth;
static __thread const void *step;

/* A panic that crosses C is undefined, also when it is caught further out. Its unwinding comes by here. */
static void note_unwinding(const bool *is_left)
{
    if (!*is_left)
        fh_fail("a panic crossed the boundary: it unwound through a step of the scenario");
}

void fh_at_line(uint32_t line, void (*body)(void *), void *data)
{
    if (line == 0 || line > FH_LINES)
        fh_fail("the plan is wrong: line %u", line);
    __attribute__((cleanup(note_unwinding))) bool is_left = false;
    depth++;
    fh_lines[line](body, data);
    depth--;
    is_left = true;
}

uintptr_t fh_at_line_function(uint32_t line)
{
    return line > FH_LINES ? 0 : (uintptr_t)fh_lines[line];
}

bool fh_at_line_is_inside(void)
{
    return depth > 0;
}

const void *fh_at_line_step(void)
{
    return step;
}

const void *fh_at_line_set_step(const void *frame)
{
    const void *before = step;
    step = frame;
    return before;
}
