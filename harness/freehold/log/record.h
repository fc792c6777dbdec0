/* SPDX-License-Identifier: MIT */
/*
 * One thing that an engine reported, whatever its log looks like: the hand-over from the log parsers
 * (memcheck.h, memcheck_xml.h, asan.h) and from the ledger's events to classify/.
 *
 * Named after what memcheck says, which came first; the other parsers say in their headers which of their
 * reports is which record. Plain data; strings are UTF-8 without control characters.
 */
#pragma once

#include <glib.h>

#include "base/cleanup.h"
#include "model/finding.h"
#include "model/stack.h"

enum fh_record_type {
    /* Mismatched free() / delete / delete [] (newer: also "Mismatched new/delete size", "… alignment") */
    FH_RECORD_MISMATCHED_FREE,
    FH_RECORD_INVALID_FREE, /* Invalid free() / delete / delete[] / realloc() */
    FH_RECORD_INVALID_READ,
    FH_RECORD_INVALID_WRITE,
    FH_RECORD_INVALID_JUMP,          /* Jump to the invalid address stated on the next line */
    FH_RECORD_UNINITIALISED,         /* Conditional jump …, Use of uninitialised value … */
    FH_RECORD_SYSCALL_UNINITIALISED, /* Syscall param … points to/contains uninitialised byte(s) */
    FH_RECORD_SYSCALL_UNADDRESSABLE, /* Syscall param … points to unaddressable byte(s) */
    FH_RECORD_LEAK,
    FH_RECORD_FATAL_SIGNAL, /* Process terminating with default action of signal N (NAME) */
    /* **PID** …: what the program wrote through VALGRIND_PRINTF; with a stack when it was
     * VALGRIND_PRINTF_BACKTRACE */
    FH_RECORD_NOTICE,
    /* Address 0x… is …: an answer of `v.info location` outside any error record */
    FH_RECORD_DESCRIPTION,
    FH_RECORD_UNDEFINED, /* UBSan: "FILE:LINE:COLUMN: runtime error: …" */
    /* Source and destination overlap …, Argument 'size' … has a fishy value, realloc() with size 0, Invalid
       alignment value … */
    FH_RECORD_WRONG_ARGUMENT,
    FH_RECORD_DESCRIPTOR_LEAK, /* Open file descriptor 3: … */
    FH_RECORD_DESCRIPTOR_MISUSE, /* File descriptor 3: … is already closed, … was closed already, … Invalid
                                    file descriptor */
    /* The engine itself could not go on, or could not do what the program asked of it: what would have come
     * after that, nobody knows. "valgrind: Unrecognised instruction …", "valgrind: the 'impossible'
     * happened", "new/new[] failed and should throw …" */
    FH_RECORD_LIMIT,
    FH_RECORD_UNKNOWN,
};

enum fh_leak_state {
    FH_LEAK_DEFINITE,
    FH_LEAK_INDIRECT,
    FH_LEAK_POSSIBLE,
    FH_LEAK_REACHABLE,
    FH_LEAK_SUPPRESSED,
    FH_LEAK_STATE_COUNT,
};

/* What memcheck says an address is. */
enum fh_address_kind {
    FH_ADDRESS_NONE,        /* the record has no address */
    FH_ADDRESS_LIVE_BLOCK,  /* inside, before or after a block alloc'd */
    FH_ADDRESS_FREED_BLOCK, /* … of a block free'd */
    FH_ADDRESS_STACK,
    FH_ADDRESS_RETURNED_STACK, /* a variable of a function that has returned */
    FH_ADDRESS_ENDED_STACK,    /* … of a scope that has ended */
    FH_ADDRESS_MAPPED,         /* data, bss, a mapped file, a symbol */
    FH_ADDRESS_CLOSED,         /* memory that the program itself, or a container, has closed */
    FH_ADDRESS_UNKNOWN,        /* not stack'd, malloc'd or (recently) free'd */
};

/* A variable that is no heap block, and where in it, or beside it, the address is. */
struct fh_variable_place {
    char *name; /* NULL: the log names none */
    guint64 size;
    gint64 offset; /* as in struct fh_block */
};

/* MISMATCHED_FREE: what the log says of a block, and of what it was released as. */
struct fh_layouts {
    gboolean has_sizes, has_alignments;
    guint64 made_size, given_size;
    guint64 made_alignment, given_alignment; /* 0: the default */
};

struct fh_record {
    enum fh_record_type type;
    char *speaker;          /* another than the engine that the log is of ("libFuzzer"); NULL: the engine */
    char *headline;         /* first line, without ==PID== */
    char *text;             /* the whole record, lines joined by \n, ==PID== stripped */
    struct fh_stack *stack; /* where it happened; NULL when it has none */
    enum fh_address_kind address_kind;
    guint64 address;
    /* of LIVE_BLOCK and FREED_BLOCK; offset is negative before it, >= size after it */
    struct fh_block block;
    struct fh_variable_place variable; /* of an address on the stack or of a global variable */
    struct fh_layouts layouts;
    struct fh_stack *block_stack;          /* alloc'd at, or free'd at */
    struct fh_stack *block_alloc_stack;    /* FREED_BLOCK: "Block was alloc'd at"; LIVE_BLOCK: NULL */
    struct fh_stack *origin;               /* "Uninitialised value was created by …" */
    guint64 access_size;                   /* Invalid read/write of size N */
    guint signal;                          /* FATAL_SIGNAL */
    enum fh_leak_state leak_state;         /* LEAK */
    guint64 bytes, indirect_bytes, blocks; /* LEAK: bytes is direct + indirect */
    /* LEAK: whoever reported it does not say what it alone reached: indirect_bytes is 0 whatever that was */
    gboolean is_inner_unknown;
    /* LEAK: of an added leak check; the two below say what is new since the last one */
    gboolean is_added;
    guint64 added_bytes, added_blocks;
    guint leak_search; /* LEAK: which leak search of the log reported it, from 1 */
    guint pid;
    guint64 repeats; /* times that the log says it once more, word for word (repeats.h) */
};

/* The first FATAL_SIGNAL of `records` (struct fh_record *); NULL: there is none. Borrowed. */
const struct fh_record *fh_records_fatal(const GPtrArray *records);

/* A signal that a process's own fault raises; others are sent to it. */
gboolean fh_signal_is_of_a_fault(guint number);

/* All fields empty. Caller owns; free with fh_record_free(). */
struct fh_record *fh_record_new(enum fh_record_type type);
void fh_record_free(struct fh_record *record);
FH_DEFINE_AUTO(fh_record, fh_record_free)
