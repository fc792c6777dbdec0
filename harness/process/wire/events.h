/* SPDX-License-Identifier: MIT */
/*
 * Events: what the runner tells `freehold`, in a file that both map. It survives the runner's death.
 *
 * In: the runner and the rust heap append. Out: engines read it when the process has ended (and look at
 * `current_*` while it runs, for progress and time outs). No GLib here: the runner includes this.
 */
#pragma once

#include <stdint.h>

#define FH_EVENTS_MAGIC     0x31544e5645484641ull /* "AFHEVNT1" */
#define FH_EVENTS_LINES     4097                  /* of a scenario file, and 0 */
#define FH_EVENTS_SAID_SIZE 1024                  /* bytes of a message, its end included */
#define FH_EVENTS_POINTS    (1u << 16)            /* of the coverage */
#define FH_EVENTS_SIZE      (24u << 20)           /* bytes, a sparse file; `freehold` makes it */

/* The ownership timeline's events lie at the end of the file, in room that is theirs alone: whatever becomes
 * of them, the run is judged as without them. */
#define FH_TIMELINE_SIZE (8u << 20)                                   /* bytes */
#define FH_TIMELINE_ROOM (FH_TIMELINE_SIZE / sizeof(struct fh_event)) /* events */
#define FH_TIMELINE_MAX  400u                                         /* events of one scenario */

/* `scenario` of what happens before the first, in constructors: in the runner, and before there is a file. */
#define FH_EVENTS_START_UP (UINT32_MAX - 1)

/* Too large for a stack. */
struct fh_events_header {
    uint64_t magic;            /* written by freehold */
    uint64_t size;             /* of the file, written by freehold */
    uint64_t has_no_timeline;  /* nobody will look at one; written by freehold */
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
    uint32_t errors_at_start;       /* … and before the first scenario: in constructors */
    uint32_t errors_outside;        /* … and outside of every scenario: between two, and in exit handlers */
    uint32_t forks;                 /* times that the process forked */
    uint32_t marks, other_marks;    /* of the program's first loop, of others (exec --growth) */
    uint8_t seen[FH_EVENTS_POINTS]; /* points of the coverage (FH_OP_SEE): 1 */
    uint64_t timeline_used;         /* events of timelines, and those that had no room any more; atomic */
    uint32_t last_id;               /* of an event; atomic */
    /* Of a program as it is, what it said of its end on standard error: the last message but one, and the
     * last. Any bytes, the last of them 0. */
    char said[2][FH_EVENTS_SAID_SIZE];
};

enum fh_event_kind {
    FH_EVENT_BEGIN = 1, /* a scenario begins */
    /* … ended: `values` = rust allocs, rust frees, rust bytes, threads started, bytes of their dtvs */
    FH_EVENT_END,
    /* an expectation did not hold: text = the source; values = left, right; text follows */
    FH_EVENT_EXPECT,
    /* an owner expectation that did not hold, or that the runner could not decide alone: text = the source;
     * values = address, expected domain, the domain that it is of: FH_DOMAIN_UNKNOWN: the engine decides
     * (notice `id`) */
    FH_EVENT_OWNER,
    /* layout mismatch: values = address, size and alignment allocated, size and alignment given */
    FH_EVENT_LAYOUT,
    /* values = address, symbol of the contract, symbol called (plan symbol indices), enum fh_wrong_release,
     * symbol that it was given to before */
    FH_EVENT_WRONG_RELEASE,
    /* a fatal signal: values = signal number, si_code, si_addr, sent by another process */
    FH_EVENT_SIGNAL,
    FH_EVENT_ENGINE_ERRORS, /* the engine counted errors in this scenario: values = how many */
    FH_EVENT_ERROR,         /* the runner can't go on (a symbol is missing, mmap failed, …): text = why */
    /* what a watcher without HEAP SUMMARY counted in the scenario (alone: in the process), Rust's included:
     * values = allocs, frees, bytes, blocks in use, bytes in use. Of the start-up every watcher's; with HEAP
     * SUMMARY, the first three are Rust's */
    FH_EVENT_HEAP,
    /* a block is released by who did not allocate it: values = address, size, allocated by, released by (enum
     * fh_domain) */
    FH_EVENT_CROSS_FREE,
    /* a Rust library that is watched through its imports released a live block of C's: values = address,
     * size, the library's start and end. Who allocated the block, the log tells */
    FH_EVENT_IMPORT_FREE,
    /* of a library that is FH_OBJECT_UNPROVEN, Rust's allocator was seen to hand out a block: values = the
     * library's start; does the block come through the library's imports */
    FH_EVENT_IMPORT_SEEN,
    /* C code of a library that is watched through its imports may call some of them by pointers that can't be
     * told from Rust's calls: values = the library's start */
    FH_EVENT_IMPORT_POINTERS,
    /* the ledger's record of what is wrong: values and text as engine/ledger/ledger.c reads them */
    FH_EVENT_RECORD,
    /* one of Rust's allocators (FH_EVENT_OBJECT has their numbers) released a block of another: values =
     * address, size, the number of the block's own, that of the other. Of two that are both std's once,
     * without a notice, unless the user keeps them apart */
    FH_EVENT_OTHER_ALLOCATOR,
    /* a loaded ELF object: values = start, end, what to subtract for an offset in it, enum fh_object_watch,
     * the number of its allocator, if it holds Rust code; text = path */
    FH_EVENT_OBJECT,
    /* The ownership timeline, in its own part of the file; without text, `id` 0. `symbol` is the plan's: the
     * function of the API that was called; FH_PLAN_NONE: none, or by a pointer. */
    FH_EVENT_BLOCK_ALLOC, /* values = address, size, alignment (0: unknown), enum fh_domain, symbol */
    FH_EVENT_BLOCK_FREE,  /* values = address, enum fh_domain, symbol */
    /* values = address, enum fh_holder, symbol, size when it is a live block of C's that only this event may
     * tell of, else 0 */
    FH_EVENT_BLOCK_HOLD,
    FH_EVENT_BLOCK_LEFT_OUT, /* once in a scenario that has more than is told: values = how many */
    /* Those below are of programs as they are (preload/), most of them under AddressSanitizer. What runs:
     * values = has it AddressSanitizer, can that be asked, is its malloc AddressSanitizer's; text = its
     * command line */
    FH_EVENT_PROGRAM,
    FH_EVENT_OPTIONS, /* text = ASAN_OPTIONS, a line feed, LSAN_OPTIONS, as the program was given them */
    /* it starts a program: values = the process, 1 if that failed after all; text = which. Process 0: nobody
     * knows, and that one is not preloaded into */
    FH_EVENT_STARTED,
    FH_EVENT_TEST, /* a test of a suite begins: text = its name */
    /* a large block of Rust's is held by a pointer to its inside (interior.h): values = address, size */
    FH_EVENT_HELD,
    /* Of an object that is FH_OBJECT_OWN_RUNS; values = the object's start. Its allocator has memory of its
     * own, or a record of what it handed out: the rust heap stands in its place */
    FH_EVENT_OWN_REPLACED,
    FH_EVENT_OWN_KEPT,   /* it kept a block that Rust had released */
    FH_EVENT_OWN_OTHERS, /* it took memory for its own use */
    FH_EVENT_LINKED,     /* a rust heap that the program was linked with is there: values = 1: in place of a
                            #[global_allocator] */
    /* What is used is no longer valid: values = address, enum fh_expired, symbol that gave it out, symbol
     * that ended it, symbol that is given it (FH_PLAN_NONE: it is read or written, or the library's doing) */
    FH_EVENT_EXPIRED,
    FH_EVENT_THREADS, /* threads of the library's own ran at the scenario's end: values = how many */
    /* of a scenario with a fault, or that counts: values = what Rust and C asked for, has the fault happened
     */
    FH_EVENT_REQUESTS,
    /* in a batch: which blocks live is another set at the scenario's end than at its beginning, as far as the
     * runner knows them (all, or Rust's): values = the difference (live_set.h) */
    FH_EVENT_LIVE,
    /* in a batch: leaks were looked for at the scenario's end: values = 1: as the runner knows, the scenario
     * released none but its own blocks, and none but its own were found lost */
    FH_EVENT_SEARCHED,
    FH_EVENT_SETTING, /* of a program as it is: the environment that it began with has text = "NAME=value" */
    /* the system had no memory for a block: values = bytes. Once in a scenario; what a scenario makes fail is
     * none of these */
    FH_EVENT_REFUSED,
    FH_EVENT_KIND_COUNT,
};

/* What is wrong about a release. */
enum fh_wrong_release {
    FH_WRONG_FUNCTION, /* another one should */
    FH_WRONG_OWNER,    /* it was given away before */
    FH_WRONG_FAILURE,  /* the call has failed, and should have left it alone */
};

/* Why something is no longer valid. */
enum fh_expired {
    FH_EXPIRED_PARENT,    /* what it shows is released */
    FH_EXPIRED_NEXT_CALL, /* a call came after it */
    FH_EXPIRED_CONSUMED,  /* a call has consumed what is in it */
    FH_EXPIRED_SCOPE,     /* a callback for one call is called after that */
    FH_EXPIRED_DESTROYED, /* a callback is called after its destroy function */
    FH_EXPIRED_TWICE,     /* the destroy function is called a second time */
    FH_EXPIRED_NEVER,     /* … never, though what held the user data is released */
};

/* How Rust's allocator is watched in an object of a program that was not linked for it. */
enum fh_object_watch {
    FH_OBJECT_NOT_RUST,
    FH_OBJECT_REDIRECTED, /* Valgrind leads its four functions to the rust heap */
    /* the same, of a #[global_allocator] of the object's own: the rust heap stands in its place */
    FH_OBJECT_OWN_REDIRECTED,
    /* the same, which runs all the same: what it hands out is announced (FH_EVENT_OWN_REPLACED: not for long)
     */
    FH_OBJECT_OWN_RUNS,
    FH_OBJECT_REWRITTEN, /* its imports of the malloc family do */
    /* the same, if Rust's blocks are seen to come through them (FH_EVENT_IMPORT_SEEN) */
    FH_OBJECT_UNPROVEN,
    FH_OBJECT_UNKNOWN_HEAP,   /* not: nothing shows that its allocator calls what it imports */
    FH_OBJECT_NOT_REDIRECTED, /* not: Valgrind does not lead them there */
    FH_OBJECT_INLINED,        /* not: they may have been inlined into their callers */
    FH_OBJECT_NAMELESS,       /* not: they have no names */
    FH_OBJECT_MIXED,          /* not: it holds several allocators, and some are the program's own */
    FH_OBJECT_TOO_MANY,       /* not: there are more objects with Rust code than can be told apart */
    FH_OBJECT_LINKED,         /* it was linked so that they lead to a rust heap in it (`freehold flags`) */
    FH_OBJECT_NOT_LINKED,     /* not: it was not */
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

/* Bytes for events other than the timeline's. */
static inline uint64_t fh_events_room(const struct fh_events_header *header)
{
    const uint64_t taken = sizeof(*header) + FH_TIMELINE_SIZE;
    return header->size > taken ? header->size - taken : 0;
}

/* The place of the timeline's event `index`, below FH_TIMELINE_ROOM, in a file that has room for events. Its
 * kind is 0 while it is not whole. */
static inline struct fh_event *fh_timeline_event(const struct fh_events_header *header, uint64_t index)
{
    return (struct fh_event *)((char *)header + header->size - FH_TIMELINE_SIZE) + index;
}

/* The text after an event, "" when it has none. Borrowed; valid as long as the event. */
static inline const char *fh_event_text(const struct fh_event *event)
{
    return event->text_size > 0 ? (const char *)(event + 1) : "";
}
