/* SPDX-License-Identifier: MIT */
/*
 * The plan: scenarios lowered to instructions, one file, which the runner maps and runs.
 *
 * In: check/ writes it. Out: runner/ maps it read-only. It holds no absolute pointers (they would keep leaked
 * blocks reachable): every reference is a byte offset from the start of the file, or an index. All sections
 * are arrays of the fixed-size structs below, 8-byte aligned, native byte order. No GLib here: the runner
 * includes this.
 *
 * Memory model. While a scenario runs, it has one zeroed *frame* of `frame_size` bytes; variables and
 * temporaries are offsets into it ("slots"), 16-byte aligned, at least 16 bytes each, values in their native
 * C representation. A callback's parameters are slots too, in a zeroed frame of the call's own: slots with
 * FH_SLOT_LOCAL set are offsets into that one. Local frames exist only while the callback runs.
 */
#pragma once

#include <stdint.h>

#define FH_PLAN_MAGIC   0x314e414c50484641ull /* "AFHPLAN1" */
#define FH_PLAN_VERSION 1
#define FH_PLAN_NONE    UINT32_MAX
#define FH_PLAN_MAX_FRAME                                                            \
    (1u << 20) /* bytes of a scenario's variables: fits a thread's stack eight times \
                */
#define FH_SLOT_LOCAL 0x80000000u

/* A slot: an offset into the scenario's frame, or with FH_SLOT_LOCAL into the callback's. */
typedef uint32_t fh_slot;

struct fh_plan_section {
    uint32_t offset; /* of the first element, from the start of the plan */
    uint32_t count;  /* elements */
};

struct fh_plan_header {
    uint64_t magic;
    uint32_t version;
    uint32_t size;                     /* of the whole plan, bytes */
    struct fh_plan_section symbols;    /* struct fh_plan_symbol */
    struct fh_plan_section types;      /* struct fh_plan_type */
    struct fh_plan_section elements;   /* uint32_t: type indices, of structs and signatures */
    struct fh_plan_section signatures; /* struct fh_plan_signature */
    struct fh_plan_section callbacks;  /* struct fh_plan_callback */
    struct fh_plan_section scenarios;  /* struct fh_plan_scenario */
    struct fh_plan_section code;       /* struct fh_plan_op */
    struct fh_plan_section arguments;  /* fh_slot: argument lists of calls */
    struct fh_plan_section ownership;  /* struct fh_plan_ownership */
    struct fh_plan_section bytes;      /* NUL-terminated strings and constants */
};

/* A function by name. The runner looks in the table that was linked with it (the library's functions) and
 * then asks dlsym() (the C library's). */
struct fh_plan_symbol {
    uint32_t name; /* offset in the plan of a NUL-terminated string */
    uint32_t is_library;
};

enum fh_plan_type_kind {
    FH_PLAN_VOID,
    FH_PLAN_U8,
    FH_PLAN_S8,
    FH_PLAN_U16,
    FH_PLAN_S16,
    FH_PLAN_U32,
    FH_PLAN_S32,
    FH_PLAN_U64,
    FH_PLAN_S64,
    FH_PLAN_F32,
    FH_PLAN_F64,
    FH_PLAN_POINTER,
    FH_PLAN_STRUCT, /* elements; nested arrays are repeated elements */
};

/* The first FH_PLAN_STRUCT entries of `types` are the scalars, type index == kind; structs follow, inner ones
 * first. */
struct fh_plan_type {
    uint32_t kind;
    uint32_t size;
    uint32_t alignment;
    uint32_t first_element; /* index into `elements` */
    uint32_t n_elements;
    uint32_t reserved;
};

struct fh_plan_signature {
    uint32_t result;         /* type index */
    uint32_t first_argument; /* index into `elements` */
    uint32_t n_arguments;
    uint32_t n_fixed; /* == n_arguments unless variadic */
    uint32_t is_variadic;
    uint32_t reserved;
};

/* A function of the scenario's that the library calls. The runner makes one closure for each. */
struct fh_plan_callback {
    uint32_t name;       /* string */
    uint32_t signature;  /* index; argument i is stored in the local slot i * 16 … see `parameters` */
    uint32_t parameters; /* index into `arguments`: one local slot for each argument */
    uint32_t first;      /* code index of the body */
    uint32_t frame_size; /* of the local frame, bytes */
    uint32_t result;     /* local slot that FH_OP_RETURN fills; FH_PLAN_NONE for void */
};

struct fh_plan_scenario {
    uint32_t name; /* string */
    uint32_t file; /* string */
    uint32_t line;
    uint32_t first; /* code index */
    uint32_t frame_size;
    /* runs of `thread` blocks are counted by the runner; this is the number of such blocks */
    uint32_t n_threads;
    uint32_t first_callback;
    uint32_t n_callbacks;
};

enum fh_plan_opcode {
    FH_OP_END,      /* the scenario, a thread's or a callback's body ends */
    FH_OP_STEP,     /* line: the next `a` instructions are one step: run them through at_line_<line>() */
    FH_OP_CONSTANT, /* slot a <- `size` bytes at plan offset b */
    FH_OP_DATA,     /* slot a <- pointer to plan offset b (string literals: read-only memory) */
    FH_OP_ADDRESS,  /* slot a <- address of slot b, plus `immediate` */
    FH_OP_COPY,     /* slot a <- `size` bytes of slot b */
    FH_OP_LOAD,     /* slot a <- `size` bytes at (pointer in slot b) + immediate */
    FH_OP_STORE,    /* (pointer in slot a) + immediate <- `size` bytes of slot b */
    /* slot a <- slot b; c = source kind, `size` = target kind (enum fh_plan_type_kind, scalars) */
    FH_OP_CONVERT,
    /* slot a <- slot b + slot c * immediate, 64-bit (pointer arithmetic, sums; -1 subtracts) */
    FH_OP_ADD,
    FH_OP_MULTIPLY, /* slot a <- slot b * slot c, 64-bit */
    FH_OP_OR,       /* slot a <- slot b | slot c, 64-bit */
    FH_OP_FADD,     /* slot a <- slot b + slot c * immediate(±1), double */
    FH_OP_FMULTIPLY,
    FH_OP_SYMBOL,  /* slot a <- address of symbol b */
    FH_OP_CLOSURE, /* slot a <- address of the closure of callback b */
    FH_OP_CALL,    /* symbol a (or, when FH_PLAN_NONE, the pointer in slot `immediate`), signature b,
                       arguments from `arguments`[c] on, result to slot `size` (FH_PLAN_NONE drops it) */
    FH_OP_OWN,     /* apply ownership entry a, after a call */
    FH_OP_RELEASE, /* check ownership entry a, before a call */
    /* read every byte of slot b (64-bit count) bytes at the pointer in slot a, branch on each */
    FH_OP_READ,
    FH_OP_WRITE, /* write the low byte of slot c to that many bytes (slot b) at the pointer in slot a */
    /* compare slots a and b: c = enum fh_plan_compare | enum fh_relation << 8; immediate = plan offset of the
     * source text */
    FH_OP_EXPECT,
    FH_OP_OWNER,  /* the pointer in slot a must be owned by b (enum fh_domain); immediate as above */
    FH_OP_REPEAT, /* run the next `a` instructions `immediate` times */
    FH_OP_THREAD, /* run the next `a` instructions on a new thread, wait */
    /* a callback ends; slot a holds the value (already of the result's type), or FH_PLAN_NONE */
    FH_OP_RETURN,
    /* slot a <- the `size` bits of slot b from bit c on, 64-bit; sign-extended if `immediate` */
    FH_OP_BITS,
    /* point a of the coverage is seen, if the `size` bytes in slot b are all 0 (c) or are not (!c);
     * `immediate` >= 0: the bytes that lie so far behind the address in slot b. Slot FH_PLAN_NONE: it is */
    FH_OP_SEE,
    FH_OP_COUNT,
};

struct fh_plan_op {
    uint16_t opcode;
    uint16_t line; /* FH_OP_STEP */
    uint32_t a, b, c;
    uint32_t size;
    uint32_t reserved;
    int64_t immediate;
};

/* How FH_OP_EXPECT reads its slots. */
enum fh_plan_compare {
    FH_COMPARE_SIGNED,   /* 64-bit */
    FH_COMPARE_UNSIGNED, /* 64-bit */
    FH_COMPARE_DOUBLE,
    FH_COMPARE_POINTER,
    FH_COMPARE_STRING, /* both are char pointers; NULL equals only NULL */
};

/* What FH_OP_EXPECT expects of its left slot, beside its right one. */
enum fh_relation {
    FH_RELATION_EQ,
    FH_RELATION_NE,
    FH_RELATION_LT,
    FH_RELATION_LE,
    FH_RELATION_GT,
    FH_RELATION_GE,
    FH_RELATION_COUNT,
};

/* The contract at one call. OWN: the block at the pointer in `slot` (+ indirections) is to be released by
 * `symbol`; FH_PLAN_NONE: the contract does not say by which. RELEASE: the release function `symbol` is about
 * to be given that pointer; FH_PLAN_NONE: ownership moves to the library, forget the block. NULL is ignored.
 */
struct fh_plan_ownership {
    uint32_t slot;
    uint32_t is_indirect; /* slot holds the address of the pointer (an out-parameter) */
    uint32_t offset;      /* of the pointer in the slot, or in what it points to: a field of a struct */
    uint32_t symbol;
    /* OWN: a field of a struct; it may point to a block that has an owner already, which it keeps */
    uint32_t is_held;
    uint32_t called; /* symbol of the function that is called */
    /* OWN of FH_PLAN_LENT: the arguments that the call had; what is one of them is no news */
    uint32_t first_argument, n_arguments;
};

/* For the symbol of an ownership entry: the block is lent (transfer none), and its owner alone may release
 * it. */
#define FH_PLAN_LENT (FH_PLAN_NONE - 1)
