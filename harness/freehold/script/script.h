/* SPDX-License-Identifier: MIT */
/*
 * The scenario language's syntax tree (docs/scenario-language.md).
 *
 * In: a source text. Out: `struct fh_script`, or diagnostics. Knows nothing of types: names are resolved and
 * checked by check/. Every node carries its span for diagnostics. Callers: check, command.
 */
#pragma once

#include <glib.h>

#include "base/source.h"
#include "wire/plan.h"

/* Blocks within blocks, and expressions within expressions (the height of a tree): no deeper, so that walks
 * may recurse. */
#define FH_SCRIPT_MAX_NESTING 64

/* A type as it is written: `const char *`, `struct parcel_bytes`, `uint8_t`. */
struct fh_type_name {
    struct fh_span span;
    char *base;             /* words joined by one space, without const: "unsigned int", "struct point" */
    guint pointer_depth;    /* number of '*' */
    gboolean is_const;      /* `const` before or after the base, before any '*': what is pointed to */
    guint32 const_pointers; /* bit i: `const` stands after the '*' that is number i from 0 on */
};

enum fh_expr_kind {
    FH_EXPR_INTEGER,
    FH_EXPR_FLOAT,
    FH_EXPR_STRING,
    FH_EXPR_BOOL,
    FH_EXPR_NULL,
    FH_EXPR_NAME,
    FH_EXPR_CALL,     /* left = the callee (a name or any expression); list = the arguments */
    FH_EXPR_INDEX,    /* left [ right ] */
    FH_EXPR_FIELD,    /* left . text */
    FH_EXPR_ARROW,    /* left -> text */
    FH_EXPR_ADDRESS,  /* & left */
    FH_EXPR_DEREF,    /* * left */
    FH_EXPR_NEGATE,   /* - left */
    FH_EXPR_CAST,     /* ( type ) left */
    FH_EXPR_COMPOUND, /* ( type [array_length] ) { list } */
    FH_EXPR_SIZEOF,   /* sizeof ( type ) */
    FH_EXPR_BINARY,   /* left operator right */
    FH_EXPR_BRACED,   /* { list }, only as an initialiser */
};

/* One of a braced list or of a call's arguments. */
struct fh_item {
    char *designator; /* .name of an initialiser; NULL when positional */
    struct fh_span designator_span;
    struct fh_expr *value;
};

struct fh_expr {
    enum fh_expr_kind kind;
    struct fh_span span; /* with the parentheses around it */
    guint height;        /* of the tree from here down: 1 for a leaf, FH_SCRIPT_MAX_NESTING at most */
    char *text;          /* NAME: the name; FIELD, ARROW: the field; STRING: the unescaped bytes */
    gsize text_size;     /* STRING: without the closing NUL; it may hold NULs of its own ("\0") */
    guint64 integer;     /* INTEGER, BOOL: the magnitude; a minus is NEGATE. */
    double number;       /* FLOAT */
    char operator;       /* BINARY: one of + - * | */
    struct fh_expr *left;
    struct fh_expr *right;
    struct fh_type_name *type;    /* CAST, COMPOUND, SIZEOF */
    gboolean is_array;            /* COMPOUND: `(int[]){…}` or `(int[3]){…}` */
    struct fh_expr *array_length; /* COMPOUND with `[N]`; else NULL */
    GPtrArray *list;              /* CALL, COMPOUND, BRACED: struct fh_item * */
};

enum fh_statement_kind {
    FH_STATEMENT_EXPRESSION,   /* value: a call */
    FH_STATEMENT_ASSIGN,       /* target = value */
    FH_STATEMENT_DECLARE,      /* type name [length] [= value] */
    FH_STATEMENT_READ,         /* read target, count */
    FH_STATEMENT_WRITE,        /* write target, count, value */
    FH_STATEMENT_REPEAT,       /* repeat count { body } */
    FH_STATEMENT_THREAD,       /* thread { body } */
    FH_STATEMENT_CALLBACK,     /* callback name(parameters) { body } */
    FH_STATEMENT_RETURN,       /* return value; value is NULL for a bare return */
    FH_STATEMENT_EXPECT,       /* expect target COMPARISON value; expect target: value is NULL */
    FH_STATEMENT_EXPECT_OWNER, /* expect owner(target) == domain */
    FH_STATEMENT_EXPECT_HEAP,  /* expect heap allocs, frees */
    FH_STATEMENT_FAIL,         /* fail alloc count of domain */
};

/* A name with its place: a parameter of a callback, a `!kind`. */
struct fh_word {
    char *text;
    struct fh_span span;
};

struct fh_statement {
    enum fh_statement_kind kind;
    struct fh_span span; /* of a block: to its '}' */
    guint line;          /* of the first token; what `!kind` and at_line_N mean */
    struct fh_expr *target;
    struct fh_expr *value;
    struct fh_expr *count;     /* READ, WRITE, REPEAT, FAIL */
    struct fh_type_name *type; /* DECLARE */
    struct fh_word name;       /* DECLARE, CALLBACK; EXPECT_OWNER, FAIL: the domain */
    gboolean is_array;         /* DECLARE: `type name[…]` */
    struct fh_expr *length;    /* DECLARE with `[N]`; NULL for `[]` */
    enum fh_relation relation;
    guint64 allocs, frees;  /* EXPECT_HEAP */
    GPtrArray *parameters;  /* CALLBACK: struct fh_word * */
    GPtrArray *body;        /* REPEAT, THREAD, CALLBACK: struct fh_statement * */
    GPtrArray *annotations; /* struct fh_word *: the kinds after '!', unchecked */
};

struct fh_scenario {
    char *name;
    struct fh_span name_span;
    struct fh_span span; /* to its '}' */
    guint line;
    GPtrArray *body; /* struct fh_statement * */
};

struct fh_script {
    struct fh_source *source; /* owned */
    struct fh_word library;   /* text is NULL when the file has no `library` line */
    GPtrArray *scenarios;     /* struct fh_scenario * */
};

/* NULL is allowed. */
void fh_script_free(struct fh_script *script);
FH_DEFINE_AUTO(fh_script, fh_script_free)

/* A script without scenarios. Consumes `source`. Caller owns; free with fh_script_free(). */
struct fh_script *fh_script_new(struct fh_source *source);
