// SPDX-License-Identifier: MIT
/*
 * What Rust's std and the C library keep until the process ends, known by who allocated it. Only frames of
 * their own may lie between the allocator and the function that keeps: what calls a user's code (main, a
 * Display in println!, the first value of a thread-local) keeps nothing of what that code allocates.
 */
#include "classify/leaks_of_std.h"

#include "classify/stack.h"
#include "model/stack.h"

#include <string.h>

#define STD_MAX (64u << 10) /* bytes of a block: std's largest is the 8 KiB of standard input */

/* They call the user's code, or are generic over it and may hold it inlined: whatever is allocated above them
 * may be the user's. */
static const char *const callers_of_users[] = {"__rust_begin_short_backtrace",
                                               "std::rt::lang_start::", "core::fmt::", NULL};

static const char *const std_keepers[] = {"std::io::stdio::",
                                          "std::thread::current::",
                                          "std::thread::spawnhook::",
                                          "std::thread::main_thread::",
                                          "std::sys::thread_local::destructors::",
                                          "std::sys::thread_local::guard::",
                                          "std::sys::unix::thread_local_dtor::",
                                          "std::sys_common::thread_info::",
                                          "std::rt::lang_start_internal",
                                          NULL};

static gboolean has_any(const char *text, const char *const *parts)
{
    for (; *parts; parts++)
        if (strstr(text, *parts))
            return TRUE;
    return FALSE;
}

/* What was inlined has no path of its own, and in many logs no folder: it counts as what it was inlined into.
 */
static const struct fh_frame *frame_to_judge(const struct fh_stack *stack, guint i)
{
    const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);

    while (frame->is_inlined && frame->file && !strchr(frame->file, '/') && i + 1 < stack->frames->len)
        frame = g_ptr_array_index(stack->frames, ++i);
    return frame;
}

static gboolean calls_users(const struct fh_frame *frame)
{
    return frame->function && has_any(frame->function, callers_of_users);
}

gboolean fh_lost_is_kept_by_std(const struct fh_record *record)
{
    const struct fh_stack *stack = record->stack;
    gboolean is_kept = FALSE;

    if (!stack || record->bytes > (guint64)STD_MAX * MAX(record->blocks, 1))
        return FALSE;
    for (guint i = fh_stack_after_allocator(stack); i < stack->frames->len && !is_kept; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);

        if (!fh_frame_is_rust_library(frame_to_judge(stack, i)) || calls_users(frame))
            return FALSE;
        is_kept = frame->function && has_any(frame->function, std_keepers);
    }
    return is_kept;
}

/* glibc's vector of a thread's variables, which goes with the thread's stack, that glibc keeps for the next
 * thread; and its list of their destructors, of the main thread. Nothing of the user's is called there. */
gboolean fh_lost_is_kept_by_libc(const struct fh_record *record)
{
    static const char *const functions[] = {"_dl_allocate_tls", "allocate_dtv", "__cxa_thread_atexit_impl",
                                            NULL};
    guint first = record->stack ? fh_stack_after_allocator(record->stack) : 0;

    if (record->leak_state == FH_LEAK_DEFINITE || !record->stack || first == record->stack->frames->len)
        return FALSE;
    const struct fh_frame *frame = g_ptr_array_index(record->stack->frames, first);
    return frame->function && g_strv_contains(functions, frame->function);
}
