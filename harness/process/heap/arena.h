/* SPDX-License-Identifier: MIT */
/*
 * Memory for the rust heap's blocks: mapped, with red zones, with a quarantine. What nearly every call comes
 * to is inline, in fast_path.h.
 *
 * In: sizes and alignments. Out: blocks, and what is known of an address. The blocks are made of chunks that
 * are mapped as needed; their description lies apart from them, in memory.h's memory. Everything outside of
 * blocks is inaccessible to memcheck; announcing the blocks is the caller's part (backend_valgrind.c). A
 * released block is not used again before more than FH_ARENA_QUARANTINE further bytes were released, as in
 * memcheck's own free list.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FH_GRANULE          ((size_t)16)       /* least alignment, and the unit of a block's room: malloc's */
#define FH_ARENA_RED_ZONE   ((size_t)32)       /* bytes at least, on both sides of a block */
#define FH_ARENA_QUARANTINE ((size_t)20000000) /* memcheck's --freelist-vol */

enum fh_heap_block_state {
    FH_HEAP_BLOCK_LIVE,
    FH_HEAP_BLOCK_RELEASED, /* in quarantine */
    FH_HEAP_BLOCK_FREE,     /* may be used again */
    FH_HEAP_BLOCK_LOST,     /* C released it, as memcheck knows and has reported */
};

struct fh_chunk;
struct fh_heap_block_note;

struct fh_heap_block {
    char *start;
    size_t size;
    size_t room;                     /* bytes from `start` to the red zone; at least `size` */
    size_t alignment;                /* marked (marked.h) */
    struct fh_chunk *chunk;          /* that it lies in */
    struct fh_heap_block *next;      /* in the quarantine, or of the free ones */
    struct fh_heap_block_note *note; /* opaque: the watcher's own (ledger/ledger.h); NULL: there is none */
    enum fh_heap_block_state state : 8;
    uint8_t mark;  /* of a leak search */
    bool is_chunk; /* has a mapping of its own */
};

/* Everything below wants the lock, if it does not say otherwise. */
void fh_arena_lock(void);
void fh_arena_unlock(void);

/* A live block; NULL when there is no memory, which an event tells. `*is_zeroed`: its bytes are zero already.
 * Alignment: a power of two, with a mark. */
struct fh_heap_block *fh_arena_take(size_t size, size_t marked, bool *is_zeroed);

/* `block` is live and goes into quarantine. */
void fh_arena_release(struct fh_heap_block *block);

/* The block, in whatever state, that holds the address; NULL when it is in none. Borrowed; valid until
 * unlock. */
struct fh_heap_block *fh_arena_find(const void *address);

/* Is the address in one of the arena's chunks? In a signal handler without the lock: the answer may be wrong
 * while another thread changes the arena. */
bool fh_arena_holds(const void *address);

/* Gives blocks back from the quarantine until it holds no more than it must. */
void fh_arena_shorten_quarantine(void);
