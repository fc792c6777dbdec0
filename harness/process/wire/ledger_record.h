/* SPDX-License-Identifier: MIT */
/*
 * What the ledger noted: the payload (in place of text) of FH_EVENT_RECORD. No GLib here: the runner includes
 * this.
 *
 * In: the runner's ledger writes it. Out: engine/ledger/ledger.c makes a record (log/record.h) of each.
 */
#pragma once

#include <stdint.h>

#define FH_LEDGER_FRAMES 32

enum fh_ledger_what {
    FH_LEDGER_MISMATCH = 1, /* released by another family of functions than allocated it */
    FH_LEDGER_INVALID,      /* released what is no live block: released already, inside of one, none at all */
    FH_LEDGER_LEAK,
    FH_LEDGER_NOTICE, /* a notice about a block (wire/notices.h): `notice` */
    FH_LEDGER_SIGNAL, /* a fatal signal's place: `address` is its number */
    FH_LEDGER_WHAT_COUNT,
};

enum fh_ledger_place {
    FH_LEDGER_NOWHERE,
    FH_LEDGER_LIVE,     /* in a live block: block, size, allocated */
    FH_LEDGER_RELEASED, /* in a released one: and released */
    FH_LEDGER_STACK,
    FH_LEDGER_MAPPED, /* the program's or a library's own data */
    FH_LEDGER_PLACE_COUNT,
};

enum fh_ledger_state {
    FH_LEDGER_DEFINITE,
    FH_LEDGER_INDIRECT,
    FH_LEDGER_POSSIBLE,
    FH_LEDGER_REACHABLE,
    FH_LEDGER_STATE_COUNT,
};

/* Return addresses, innermost first, from the function of the malloc family or of Rust's allocator on;
 * `line`: the scenario's that the thread was in; 0: in none. */
struct fh_ledger_stack {
    uint32_t n, line;
    uint64_t frames[FH_LEDGER_FRAMES];
};

struct fh_ledger_record {
    uint32_t what, place, state, is_child; /* is_child: of a forked process */
    uint64_t address, block, size;
    int64_t offset;                         /* of the address in the block */
    uint64_t bytes, indirect_bytes, blocks; /* LEAK */
    struct fh_ledger_stack action, allocated, released;
    char notice[64];
    uint64_t end; /* 0, as texts end */
};
