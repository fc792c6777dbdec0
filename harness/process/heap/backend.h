/* SPDX-License-Identifier: MIT */
/*
 * What the rust heap and the runner do depending on what watches the process. A backend is one file with one
 * `const struct fh_backend` and an entry in backend.c.
 *
 * In: allocations and releases of Rust's, as rust_heap.c receives them; notices. Out: blocks that the watcher
 * knows as Rust's own; lines in its log. Callers: rust_heap, scenario, expect, ownership.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What Rust asked for. */
struct fh_layout {
    size_t size;
    size_t alignment;
    unsigned allocator; /* of which of Rust's allocators (marked.h); 0: the first, or the only one */
};

enum fh_heap_owner {
    FH_OWNED_BY_RUST, /* in a live block of the rust heap */
    FH_OWNED_BY_NONE, /* where only the rust heap's blocks could be, but in none that is live */
    FH_OWNED_ELSEWHERE,
};

/* Blocks of the whole process, so far. */
struct fh_heap_counts {
    uint64_t allocs, frees, bytes;
    uint64_t in_use_blocks, in_use_bytes;
    uint64_t live; /* the set of the blocks in use (wire/live_set.h) */
    /* Blocks that another scenario had allocated than the one that ran when they were released, or found
     * lost. Only of a backend that tells_others. */
    uint64_t others_released, others_lost;
};

struct fh_backend {
    const char *name;
    bool searches_at_exit;    /* the watcher looks for leaks itself when the process ends */
    bool has_signal_handlers; /* that were there before fatal.c's, and report what ends the process */
    bool tells_others;        /* of another scenario's blocks: struct fh_heap_counts */
    bool takes_unset;         /* the search takes bytes that nobody set for pointers, too */
    bool fails_c;             /* an allocation of C's can be made to fail (faults.h) */
    bool (*is_here)(void);

    /* The rust heap, with marked alignments (marked.h). NULL: no memory. */
    void *(*allocate)(size_t size, size_t marked, bool is_zeroed);
    /* `address` starts a live block of the rust heap: its layout. */
    bool (*find)(const void *address, struct fh_layout *layout);
    /* Releases the block of the rust heap that starts at `address`; FALSE, and nothing done, when no live one
     * does. */
    bool (*release)(void *address);
    /* The same, when it was also made with that layout; else FALSE, and nothing done. NULL: ask find(). */
    bool (*release_as)(void *address, const struct fh_layout *layout);
    /* Rust releases what is no live block of its heap: have the watcher report it. Must not touch the
     * memory. */
    void (*release_foreign)(void *address);
    /* As many bytes of such a block as can be read, at most `size`. */
    void (*copy_foreign)(void *to, const void *from, size_t size);
    enum fh_heap_owner (*owner)(const void *address);
    /* The size of the live block of C's that starts at `address`; 0: there is none. NULL: the watcher sees
     * C's allocator at work, and tells the timeline itself. */
    size_t (*c_block_size)(const void *address);

    /* A step is about to run; NULL: nothing to do. */
    void (*begin_step)(void);
    /* What a step writes to memory, and reads; NULL: byte by byte, as it comes. */
    void (*write_bytes)(char *to, const char *from, size_t size);
    void (*read_bytes)(const char *from, size_t size);

    /* The log: a line; a line with the stack, and what the watcher knows of the block at `address`. */
    void (*notice)(const char *text);
    void (*notice_block)(const char *text, const void *address);
    /* Reading what may be invalid, again: once is reported enough. */
    void (*report_errors)(bool is_on);
    /* Errors that the watcher counted so far, in the whole process, shown or not. */
    uint64_t (*count_errors)(void);

    /* The process ends: has the C library and C++'s release what they keep for themselves. NULL: the watcher
     * does. */
    void (*empty_libraries)(void);
    /* Looks for leaks and reports those that are new since the last time. `is_thorough`: takes the time to
     * tell apart what is lost only with other lost blocks, where the watcher does not do so by itself. */
    void (*check_leaks)(bool is_thorough);
    /* Looks, so that a later search tells what is new, and reports nothing; NULL: check_leaks() does. */
    void (*search_quietly)(void);
    /* Reports all blocks whose number has changed since the last time; NULL: the watcher can't. */
    void (*search_changes)(void);
    /* What HEAP SUMMARY would say; NULL: the watcher says it itself. */
    struct fh_heap_counts (*count_heap)(void);
    /* The blocks and bytes that the last check_leaks() found, lost or not; NULL: count_heap() says it. */
    void (*count_found)(uint64_t *blocks, uint64_t *bytes);
    /* Nothing of the rust heap's is half done while a process forks. */
    void (*lock)(void);
    void (*unlock)(void);
    /* Leaves memory as the watcher's own search at exit must find it. Nothing of the runner's is used
     * afterwards. */
    void (*leave)(void);
};

extern const struct fh_backend fh_backend_asan;   /* in the runner that is instrumented */
extern const struct fh_backend fh_backend_ledger; /* in the runner that has the malloc family */
extern const struct fh_backend fh_backend_valgrind;
extern const struct fh_backend fh_backend_plain;
extern const struct fh_backend
    fh_backend_program_asan; /* in what is preloaded into programs that ASan may be in */

/* The first whose is_here() says so. Any thread, from the process's first instruction on. */
const struct fh_backend *fh_backend(void);
