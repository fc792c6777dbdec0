/* SPDX-License-Identifier: MIT */
/*
 * The ledger: live blocks of all sides, who allocated and released each, and what was done wrongly, found
 * before it does damage.
 *
 * In: the malloc family and operator new/delete, which are defined in ledger_malloc.c and take the C
 * library's place in the whole process, and the rust heap. Out: blocks of the arena, whoever asks;
 * FH_EVENT_RECORD for what is wrong. A wrong release is noted and then done in truth, or left out when there
 * is nothing to release: the heap stays whole, and the scenario goes on. Any thread, from the process's first
 * instruction on. Callers: ledger_malloc.c, backend_ledger.c, ledger_leaks.c.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heap/backend.h"
#include "wire/allocators.h"
#include "wire/ledger_record.h"

/* What the ledger knows of a block beside the arena. */
struct fh_heap_block_note {
    enum fh_family family;
    uint8_t told;                                       /* by earlier searches: enum fh_ledger_state + 1 */
    uint32_t scenario;                                  /* that ran when it was allocated */
    uint64_t follower_bytes;                            /* of a lost block: what is lost with it */
    const struct fh_ledger_stack *allocated, *released; /* never NULL */
};

/* A block of zeroes. NULL: no memory. */
void *fh_ledger_allocate(enum fh_family family, size_t size, size_t alignment);

/* NULL is nothing. */
void fh_ledger_release(enum fh_family family, void *address);

/* Releases a live block of Rust's of that layout; FALSE, and nothing done, when there is none. */
bool fh_ledger_release_as(void *address, size_t size, size_t alignment);

/* realloc(): always moves. NULL: no memory, or nothing that could be moved. */
void *fh_ledger_move(enum fh_family family, void *address, size_t size);

/* Bytes that were asked for; 0 when it is no live block. */
size_t fh_ledger_size(const void *address);

/* A block of `family` that starts at the address and is live: its size and alignment. */
bool fh_ledger_find(enum fh_family family, const void *address, size_t *size, size_t *alignment);

/* The family of the live block that the address is in; FALSE when it is in none. */
bool fh_ledger_family(const void *address, enum fh_family *family);

/* The search for leaks has found a lost block that was not told of before. With the arena's lock. */
void fh_ledger_note_lost(const struct fh_heap_block_note *note);

/* Of the process, as memcheck counts them: a release that is wrong is one, too. */
struct fh_heap_counts fh_ledger_count(void);

/* Appends a record, with the stack of the caller as its action. */
void fh_ledger_note_action(struct fh_ledger_record *record, const void *address);

/* The place of a fatal signal, in its handler: takes no lock. */
void fh_ledger_note_signal(struct fh_ledger_record *record);

/* Releases that were wrong, so far. */
uint64_t fh_ledger_count_violations(void);
