/* SPDX-License-Identifier: MIT */
/*
 * The C API of the library under audit, as libclang reads its header.
 *
 * In: a C header (cbindgen's, or hand-written), with contracts in its doc comments. Out: `struct fh_api`:
 * functions, types, enumerators, constants. The prelude (<stddef.h> <stdint.h> <stdbool.h> <stdlib.h>
 * <string.h> <stdio.h>) is read along, so that scenarios can call the C library. Callers: check (types),
 * library (which functions to link).
 *
 * Types are interned: two equal types are the same pointer (typedefs are resolved, `const` of a pointee is
 * kept), so types are compared with ==. All pointers are borrowed from the fh_api and valid until
 * fh_api_free().
 *
 * Equal is what the ABI cannot tell apart, and that is a little more than in C: integers of one size and
 * signedness are one type (`long`, `long long`, `int64_t`, `ptrdiff_t`), an enum is the integer that it is
 * stored in, `volatile` and `restrict` are dropped. Plain `char` stays a type of its own. Structs are equal
 * by declaration. Hence a type has one name for messages: C's own for numbers ("unsigned long" for size_t),
 * the tag or else the typedef for structs.
 */
#pragma once

#include <glib.h>

#include "api/ownership.h"
#include "base/cleanup.h"

enum fh_type_kind {
    FH_TYPE_VOID,
    FH_TYPE_BOOL,
    FH_TYPE_SIGNED,   /* size bytes */
    FH_TYPE_UNSIGNED, /* size bytes */
    FH_TYPE_FLOAT,    /* size 4 or 8 */
    FH_TYPE_POINTER,  /* to target */
    FH_TYPE_ARRAY,    /* target[count] */
    /* or union: fields, those of unnamed structs and unions in it included; incomplete (opaque) when size is
       0 */
    FH_TYPE_STRUCT,
    FH_TYPE_FUNCTION, /* result, parameters; only behind a pointer */
    FH_TYPE_OTHER, /* what scenarios can hold only by pointer: long double, complex numbers, vectors, … */
};

struct fh_field {
    char *name;
    const struct fh_type *type;
    gsize offset; /* bytes */
    /* of a bit-field, from the lowest bit of the byte at `offset` on; width 0: it is none */
    guint bit_offset, bit_width;
    gboolean is_alternative;      /* of an unnamed union: others lie in the same place */
    const GPtrArray *enumerators; /* char *: of the enum that it is; NULL: none. Borrowed */
};

struct fh_type {
    enum fh_type_kind kind;
    char *name;                   /* as C spells it: "const char *", "struct parcel_bytes"; for messages */
    gsize size;                   /* bytes; 0 when incomplete */
    gsize alignment;              /* bytes */
    gboolean is_const;            /* of a pointee or an array's element: `const char` in `const char *`;
                                        parameters, results and fields have none */
    gboolean is_char;             /* plain `char`, signed char and unsigned char are three types in C */
    const struct fh_type *target; /* POINTER, ARRAY */
    gsize count;                  /* ARRAY: elements; 0 for a flexible array member */
    GPtrArray *fields;            /* STRUCT: struct fh_field * */
    gboolean is_union;            /* STRUCT: all fields lie in the same place */
    const struct fh_type *result; /* FUNCTION */
    GPtrArray *parameters;        /* FUNCTION: const struct fh_type * */
    gboolean is_variadic;         /* FUNCTION */
    const struct fh_type *unqualified; /* the same type without const; itself when it has none */
};

struct fh_parameter {
    char *name; /* "arg1" and so on when the header names none */
    const struct fh_type *type;
    const GPtrArray *enumerators; /* char *: of the enum that it is, or points to; NULL: none. Borrowed */
    struct fh_ownership ownership;
};

/* One that can be linked with: `static` and `inline` functions are not there. The C library's allocating
 * functions have their contracts too. */
struct fh_function {
    char *name;
    const struct fh_type *type; /* FH_TYPE_FUNCTION; `f()` counts as `f(void)` */
    GPtrArray *parameters;      /* struct fh_parameter * */
    struct fh_ownership result;
    /* declared by the library's header or what it includes in its own folder; not by the prelude or a system
     * header */
    gboolean is_library;
    gboolean returns_enum; /* also by the name of one, as cbindgen writes enums of a size */
    gboolean is_included;  /* declared in a header of another folder that is no system header: the library may
                              define it */
    char *header;          /* where it is declared, and on which line */
    guint line;
    char *comment; /* the doc comment as it stands there; NULL: none, or a system header's */
};

enum fh_constant_kind { FH_CONSTANT_INTEGER, FH_CONSTANT_FLOAT, FH_CONSTANT_STRING };

/* An enumerator, or a #define of a constant expression: literals, casts, parentheses, names of earlier
 * constants, and between integers the operators - + * | & ^ ~ << >>. */
struct fh_constant {
    char *name;
    enum fh_constant_kind kind;
    const struct fh_type *type; /* of an enumerator: its enum's */
    gint64 integer;             /* the bits of an unsigned long when `type` is one */
    double number;
    char *string; /* up to its first NUL */
};

struct fh_api;

/* Reads `header` (C, or else what is extern "C" in C++) with `include_dirs` (NULL-terminated, may be NULL).
 * Fails with FH_ERROR_SCRIPT on a header that doesn't compile (clang's message with its position) and on a
 * malformed contract (unknown annotation, a parameter that doesn't exist, a free-func that is not declared,
 * with file:line), a line for each mistake; with FH_ERROR_USAGE when the header is not there, with
 * FH_ERROR_ENVIRONMENT when C's own headers (stddef.h) are not installed. Caller owns; free with
 * fh_api_free(). */
struct fh_api *fh_api_load(const char *header, const char *const *include_dirs, GError **error);

/* How many functions there are to link with in `header` and in what it includes, the system's headers left
 * out. -1 when it can't be read as C: fails as fh_api_load() does, but not on contracts. */
int fh_api_count_functions(const char *header, const char *const *include_dirs, GError **error);

void fh_api_free(struct fh_api *api);
FH_DEFINE_AUTO(fh_api, fh_api_free)
