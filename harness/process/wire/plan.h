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
    /* One allocation of `fault_domain` (enum fh_domain: rust, c) fails, the `fault`th, from 1: what the
     * scenario expects afterwards is not judged. 0: none does; FH_PLAN_COUNTS: none does, and how many each
     * side asks for is told */
    uint32_t fault_domain;
    uint32_t fault;
};

#define FH_PLAN_COUNTS UINT32_MAX

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
    /* after a call with `size` RELEASE entries that are settled (enum fh_settled): has it worked? The value
     * in slot a (FH_PLAN_NONE: it always does), b bytes from its start, or from where it points to, as
     * FH_SETTLE() packs it in c; relation to `immediate` */
    FH_OP_SETTLE,
    FH_OP_USE, /* symbol b is about to be given the pointer in slot a, which is not a release */
    /* symbol b was called with the pointer in slot a (FH_PLAN_NONE: of the library): views up to there end */
    FH_OP_NEXT_CALL,
    /* Before a call of symbol `immediate`: it is given the function in slot a with the user data in slot b,
     * and the function in slot c that tells when they are done with (FH_PLAN_NONE: none); size = enum
     * fh_plan_scope */
    FH_OP_NOTIFY,
    /* After it: the handle in slot b (FH_PLAN_NONE: none) is what the function in slot a was given to */
    FH_OP_NOTIFIED,
    /* read every byte of slot b (64-bit count) bytes at the pointer in slot a, branch on each */
    FH_OP_READ,
    FH_OP_WRITE, /* write the low byte of slot c to that many bytes (slot b) at the pointer in slot a */
    /* compare slots a and b: c = enum fh_plan_compare | enum fh_relation << 8; immediate = plan offset of the
     * source text; size != 0: the scenario ends here if that does not hold */
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
    /* the `immediate`th block that a (enum fh_domain: rust, c) asks for from here on is refused; b = plan
     * offset of the source text */
    FH_OP_FAIL,
    /* Before the `a` instructions of one call: after a fault of the scenario's, they are left out if an
     * argument is NULL, or a struct of zeroes. Signature b, arguments from `arguments`[c] on; bit i of
     * `immediate`: argument i may well be NULL. The result, in slot `size` (FH_PLAN_NONE: none), is then
     * zeroed */
    FH_OP_GUARD,
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

const char *fh_relation_text(enum fh_relation relation); /* "==", "!=", … */

/* How FH_OP_SETTLE reads what tells of success. */
#define FH_SETTLE(relation, size, is_indirect, is_signed)                           \
    ((uint32_t)(relation) | (uint32_t)(size) << 8 | (uint32_t)(is_indirect) << 16 | \
     (uint32_t)(is_signed) << 17)
#define FH_SETTLE_RELATION(packed)    ((packed)&0xff)
#define FH_SETTLE_SIZE(packed)        ((packed) >> 8 & 0xff)
#define FH_SETTLE_IS_INDIRECT(packed) (((packed) >> 16 & 1) != 0)
#define FH_SETTLE_IS_SIGNED(packed)   (((packed) >> 17 & 1) != 0)

/* When the library may call a function that it was given. */
enum fh_plan_scope {
    FH_PLAN_SCOPE_CALL,     /* during the call */
    FH_PLAN_SCOPE_ASYNC,    /* once, later */
    FH_PLAN_SCOPE_NOTIFIED, /* until it has told that it is done with the user data */
};

/* How many pointers an array has. */
enum fh_plan_array {
    FH_PLAN_ARRAY_NONE,
    FH_PLAN_ARRAY_COUNT, /* as `count` says */
    FH_PLAN_ARRAY_FIXED, /* `count` of them */
    FH_PLAN_ARRAY_ZERO,  /* up to NULL */
};

/* How long a view lasts. */
enum fh_plan_lifetime {
    FH_PLAN_LIFETIME_UNKNOWN,
    FH_PLAN_LIFETIME_PARENT,    /* as long as `parent` */
    FH_PLAN_LIFETIME_NEXT_CALL, /* up to the next call with `parent`; of the library, without one */
};

/* What a RELEASE waits for. */
enum fh_settled {
    FH_SETTLED_AT_ONCE,
    FH_SETTLED_MOVES,    /* handed over when the call has worked */
    FH_SETTLED_CONSUMES, /* of no more use but to be released, when the call has worked */
    FH_SETTLED_NEVER,    /* lent: it stays the caller's */
};

/* The contract at one call. OWN: the block at the pointer in `slot` (+ indirections) is to be released by
 * `symbol`; FH_PLAN_NONE: the contract does not say by which. RELEASE: the release function `symbol` is about
 * to be given that pointer; FH_PLAN_NONE: ownership moves to the library. NULL is ignored. */
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
    uint32_t settled; /* RELEASE: enum fh_settled */
    /* The pointers that an array holds: enum fh_plan_array. COUNT: a number of `count_size` bytes,
     * `count_offset` bytes from the start of slot `count`, or from where it points to */
    uint32_t array, count, count_offset, count_size, is_count_indirect;
    uint32_t element_symbol; /* as `symbol`, of what each of them points to */
    uint32_t lifetime;       /* OWN of FH_PLAN_LENT: enum fh_plan_lifetime */
    uint32_t parent;         /* slot of a pointer; FH_PLAN_NONE: none */
    uint32_t is_counted;     /* RELEASE: of a type whose references are counted */
    uint32_t reserved;
    uint32_t is_reference; /* OWN: one more of what has an owner */
};

/* For the symbol of an ownership entry: the block is lent (transfer none), and its owner alone may release
 * it. */
#define FH_PLAN_LENT (FH_PLAN_NONE - 1)

/* The contract says nothing: whose the block was before, and what had ended, is no longer known. */
#define FH_PLAN_FRESH (FH_PLAN_NONE - 2)

/* An element, or a field, that goes with what it is in. */
#define FH_PLAN_PART (FH_PLAN_NONE - 3)
