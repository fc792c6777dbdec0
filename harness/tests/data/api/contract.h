/* SPDX-License-Identifier: MIT */
/* Contracts in all the ways that they can be written. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct bytes {
    unsigned char *ptr;
    size_t len;
};
struct thing;

/**
 * Joins a greeting to `input` (and never forgets it).
 *
 * @input: (transfer none): NUL-terminated UTF-8 (not checked), borrowed
 *   for the call
 * @style: plain documentation (without annotations): fine
 *
 * Returns: (transfer full) (free-func free_string): a new string
 *   (see above)
 */
char *join(const char *input, int style);

/// @string: (transfer full) (nullable): the string
void free_string(char *string);

//! @out: (out) (transfer full)
//!   (free-func
//!    thing_free) (nullable): the thing
//! @error: (out caller-allocates) (optional) (transfer none): what went wrong
//! Return value: whether it worked
bool thing_open(struct thing **out, int *error);

/* @thing: (transfer full) (not nullable): the thing */
void thing_free(struct thing *thing);

// Returns: (transfer full) (free-func bytes_free): by value
struct bytes bytes_new(void);

/** @bytes: (transfer full) */
void bytes_free(struct bytes bytes);

/*!
 * @name : (in) (transfer none) (array length=n) (element-type utf8): all words
 * RETURNS: (transfer full) (free-func free) (nullable): from malloc()
 */
char *from_c(const char *name, int n);

char *no_contract(const char *input);

/**
 * Returns a string; `(transfer full)` is how it would say so.
 * @see: elsewhere (no parameter, and no annotation)
 */
char *prose(void);

/* @call: (scope notified) (closure data) (destroy destroy) (closure data) (destroy destroy): twice is as once
 * @data: (closure): user data
 */
void watch(void (*call)(void *data), void *data, void (*destroy)(void *data));

struct named {
    char *name;
};
/* @thing: (transfer full on-success)
 * @thing.name: (transfer none)
 * Returns: (success >= 0)
 */
int take(struct named *thing);

/* Names that a macro makes. */
#define PREFIXED(name) pre_##name
#define EXPORTED       __attribute__((visibility("default")))
/**
 * Returns: (transfer full) (free-func pre_text_free): in a block
 */
EXPORTED char *PREFIXED(text_new)(void);

/// @text: (transfer full): in lines,
///
/// with an empty one
void PREFIXED(text_free)(char *text);

char *PREFIXED(text_get)(void); /**< Returns: (transfer full): of what stands before it */
char *PREFIXED(text_other)(void);

#define DECLARE(name) char *name##_first(void); char *name##_second(void)
/**
 * Returns: (transfer full): of no one function
 */
DECLARE(both);
