/* SPDX-License-Identifier: MIT */
/*
 * Events: what the runner tells `freehold`, in a file that both map. It survives the runner's death.
 *
 * In: the runner and the rust heap append. Out: engines read it when the process has ended (and look at
 * `current_*` while it runs, for progress and time outs). No GLib here: the runner includes this.
 */
#pragma once

#include <stdint.h>

#define FH_EVENTS_MAGIC 0x31544e5645484641ull /* "AFHEVNT1" */
#define FH_EVENTS_LINES 4097                  /* of a scenario file, and 0 */
#define FH_EVENTS_SIZE  (16u << 20)           /* bytes, a sparse file; `freehold` makes it */
#define FH_TIMELINE_MAX 400u                  /* events of one scenario's timeline */

struct fh_events_header {
    uint64_t magic;            /* written by freehold */
    uint64_t size;             /* of the file, written by freehold */
    uint64_t used;             /* bytes of events after this header; atomic */
    uint64_t lost;             /* events that had no room: the run can't be judged */
    uint32_t current_scenario; /* index in the plan; FH_PLAN_NONE between two */
    uint32_t current_line;
    uint32_t is_finished;                         /* the runner got to its end */
    uint32_t is_hooked;                           /* the rust heap was entered at least once */
    uint64_t rust_allocs, rust_frees, rust_bytes; /* over the whole process; realloc counts as both */
    /* Errors that the engine counted in the steps of each line of the current scenario, shown in its log or
     * not: memcheck takes an error for a repetition, and does not show it, when only the innermost four
     * frames are those of another. */
    uint32_t errors_at[FH_EVENTS_LINES];
    uint32_t errors_outside; /* … and outside of every scenario: between two, and in exit handlers */
    uint32_t forks;          /* times that the process forked */
};

enum fh_event_kind {
    FH_EVENT_BEGIN = 1, /* a scenario begins */
    /* … ended: `values` = rust allocs, rust frees, rust bytes, threads started, bytes of their dtvs */
    FH_EVENT_END,
    /* an expectation did not hold: text = the source; values = left, right; text follows */
    FH_EVENT_EXPECT,
    /* an owner expectation that the runner could not decide alone: values = address, expected domain; the
     * engine decides (notice `id`) */
    FH_EVENT_OWNER,
    /* layout mismatch: values = address, size and alignment allocated, size and alignment given */
    FH_EVENT_LAYOUT,
    /* values = address, symbol of the contract, symbol called (plan symbol indices) */
    FH_EVENT_WRONG_RELEASE,
    /* a fatal signal: values = signal number, si_code, si_addr, sent by another process */
    FH_EVENT_SIGNAL,
    FH_EVENT_ENGINE_ERRORS, /* the engine counted errors in this scenario: values = how many */
    FH_EVENT_ERROR,         /* the runner can't go on (a symbol is missing, mmap failed, …): text = why */
    /* what a watcher without HEAP SUMMARY counted in the scenario (alone: in the process), Rust's included:
     * values = allocs, frees, bytes, blocks in use, bytes in use */
    FH_EVENT_HEAP,
    /* a block is released by who did not allocate it: values = address, size, allocated by, released by (enum
     * fh_domain) */
    FH_EVENT_CROSS_FREE,
    /* the ledger's record of what is wrong: values and text as engine/ledger.c reads them */
    FH_EVENT_RECORD,
    /* a loaded ELF object: values = start, end, what to subtract for an offset in it, enum fh_object_watch; text =
     * path */
    FH_EVENT_OBJECT,
    /* The ownership timeline. At most FH_TIMELINE_MAX a scenario, and none when half of the file is used: what is
     * left out is counted, and never makes a run unjudgeable. */
    FH_EVENT_BLOCK_ALLOC,    /* values = address, size, alignment (0: unknown), enum fh_domain */
    FH_EVENT_BLOCK_FREE,     /* values = address, enum fh_domain */
    FH_EVENT_BLOCK_HOLD,     /* values = address, enum fh_holder, plan symbol called or FH_PLAN_NONE */
    FH_EVENT_BLOCK_LEFT_OUT, /* at the scenario's end: values = how many */
    FH_EVENT_KIND_COUNT,
};

/* How Rust's allocator is watched in an object of a program that was not linked for it. */
enum fh_object_watch {
    FH_OBJECT_NOT_RUST,
    FH_OBJECT_REDIRECTED,     /* Valgrind leads its four functions to the rust heap */
    FH_OBJECT_REWRITTEN,      /* its imports of the malloc family do */
    FH_OBJECT_NOT_REDIRECTED, /* not: Valgrind does not lead them there */
    FH_OBJECT_INLINED,        /* not: they may have been inlined into their callers */
    FH_OBJECT_NAMELESS,       /* not: they have no names */
    FH_OBJECT_WATCH_COUNT,
};

/* Followed by `text_size` bytes of text (NUL-terminated, padded to 8 bytes; text_size includes the
 * padding). */
struct fh_event {
    uint32_t kind;
    uint32_t scenario;
    uint32_t line;
    /* counts from 1; the same number stands in the engine's log beside the stacks ("freehold: #7 …") */
    uint32_t id;
    uint64_t values[5];
    uint32_t text_size;
    uint32_t reserved;
};

/* The text after an event, "" when it has none. Borrowed; valid as long as the event. */
static inline const char *fh_event_text(const struct fh_event *event)
{
    return event->text_size > 0 ? (const char *)(event + 1) : "";
}
