/* SPDX-License-Identifier: MIT */

#pragma once

/* Made by cbindgen from rust-lib/faulty/src; ninja -C BUILD faulty-header-update writes it anew. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Panics, and lets the panic go. Since Rust 1.81 it aborts at this function's edge; before, it unwinds into C,
 * which has nobody to catch it: the unwinder finds the stack's end and Rust aborts. What it must never do is come back.
 *
 * @index: of an array of three
 * Returns: the element
 */
int32_t faulty_panic(size_t index);

/**
 * Follows NULL.
 *
 * Returns: never
 */
char faulty_null(void);

/**
 * Gives up.
 */
void faulty_abort(void);

/**
 * Makes a copy and forgets it.
 *
 * @text: (transfer none): NUL-terminated
 *
 * # Safety
 *
 * `text` must be NUL-terminated.
 */
void faulty_forget(const char *text);

/**
 * Makes two nodes that keep each other alive.
 */
void faulty_cycle(void);

/**
 * Gives a string with a spare capacity that only Rust knew, and no function that could release it.
 *
 * @text: (transfer none): NUL-terminated
 * Returns: (transfer none): said to be the library's, which has lost it
 *
 * # Safety
 *
 * `text` must be NUL-terminated.
 */
const char *faulty_lend_nothing(const char *text);

/**
 * Takes a block of C's and forgets it, where it said that it would release it.
 *
 * @block: (transfer full): from malloc()
 */
void faulty_take_and_forget(void *block);

/**
 * A copy of a text, made as it should be.
 *
 * @text: (transfer none): NUL-terminated
 * Returns: (transfer full) (free-func faulty_string_free): the copy
 *
 * # Safety
 *
 * `text` must be NUL-terminated.
 */
char *faulty_copy(const char *text);

/**
 * Releases a copy, as it should be.
 *
 * @string: (transfer full): from faulty_copy()
 *
 * # Safety
 *
 * `string` must come from `faulty_copy`.
 */
void faulty_string_free(char *string);

/**
 * Drops one string twice.
 *
 * @text: (transfer none): NUL-terminated
 *
 * # Safety
 *
 * `text` must be NUL-terminated.
 */
void faulty_double_drop(const char *text);

/**
 * Takes a string of C's into a CString, and drops it with Rust's allocator.
 *
 * @string: (transfer full): from malloc()
 *
 * # Safety
 *
 * `string` must be NUL-terminated.
 */
void faulty_take(char *string);

/**
 * Takes a string that it only borrowed, and drops it: what C releases then is already gone.
 *
 * @string: (transfer none): from faulty_copy()
 *
 * # Safety
 *
 * `string` must come from `faulty_copy`.
 */
void faulty_drop_borrowed(const char *string);

/**
 * Releases a block of Rust's with libc's free().
 *
 * @text: (transfer none): NUL-terminated
 *
 * # Safety
 *
 * `text` must be NUL-terminated.
 */
void faulty_free_own(const char *text);

/**
 * Drops a string that stands in static memory.
 */
void faulty_drop_static(void);

/**
 * Drops a string from its second byte on, and then as a whole.
 *
 * @text: (transfer none): NUL-terminated, not empty
 *
 * # Safety
 *
 * `text` must be NUL-terminated and not empty.
 */
void faulty_drop_interior(const char *text);

/**
 * Rebuilds a Vec with the wrong capacity.
 *
 * @len: bytes, not 0
 */
void faulty_wrong_capacity(size_t len);

/**
 * Releases a block with another alignment than it was made with.
 *
 * @size: bytes
 */
void faulty_wrong_alignment(size_t size);

/**
 * Calls a destroy function twice, where its contract says once.
 *
 * @data: (transfer full): given to `destroy`
 * @destroy: releases `data`
 *
 * # Safety
 *
 * `destroy` must be callable with `data`.
 */
void faulty_destroy_twice(void *data, void (*destroy)(void *data));

/**
 * Gives a pointer into a string that is dropped on the way out.
 *
 * @text: (transfer none): NUL-terminated
 * Returns: (transfer none): said to be valid
 *
 * # Safety
 *
 * `text` must be NUL-terminated.
 */
const char *faulty_dangling(const char *text);

/**
 * Keeps what it only borrowed.
 *
 * @text: (transfer none): said to be borrowed for the call
 */
void faulty_keep(const char *text);

/**
 * Reads what faulty_keep() kept, and lets go of it.
 *
 * Returns: its first byte; 0 when nothing is kept
 *
 * # Safety
 *
 * What was kept must still live, which nobody promised.
 */
char faulty_read_kept(void);

/**
 * Reads a byte of a string that it has dropped.
 *
 * @text: (transfer none): NUL-terminated
 * Returns: its first byte
 *
 * # Safety
 *
 * `text` must be NUL-terminated.
 */
char faulty_read_dropped(const char *text);

/**
 * Writes to a string that it has dropped.
 *
 * @text: (transfer none): NUL-terminated
 *
 * # Safety
 *
 * `text` must be NUL-terminated.
 */
void faulty_write_dropped(const char *text);

/**
 * Reads the byte after the last one of a buffer.
 *
 * @len: of the buffer
 * Returns: what is there
 */
uint8_t faulty_read_past(size_t len);

/**
 * Writes to the byte after the last one of a buffer.
 *
 * @len: of the buffer
 */
void faulty_write_past(size_t len);

/**
 * Writes more into a buffer of the caller's than it has room for.
 *
 * @buffer: (transfer none): `size` bytes
 * @size: its room
 *
 * # Safety
 *
 * `buffer` must have one byte more than it says.
 */
void faulty_fill(uint8_t *buffer, size_t size);

/**
 * Reads one byte too far in a buffer of the caller's, on the search for its last one.
 *
 * @buffer: (transfer none): `size` bytes
 * @size: its length
 * Returns: said to be its last byte
 *
 * # Safety
 *
 * `buffer` must have one byte more than it says.
 */
uint8_t faulty_last(const uint8_t *buffer, size_t size);

/**
 * Decides by a byte that nobody set.
 */
void faulty_guess(void);

/**
 * Gives a buffer of which only the first half is set.
 *
 * @len: of the buffer
 * Returns: (transfer full) (free-func faulty_buffer_free): said to be set
 */
uint8_t *faulty_half_set(size_t len);

/**
 * Releases a buffer, as it should be.
 *
 * @buffer: (transfer full): from faulty_half_set()
 * @len: as it was given there
 *
 * # Safety
 *
 * `buffer` must come from `faulty_half_set(len)`.
 */
void faulty_buffer_free(uint8_t *buffer, size_t len);

#ifdef __cplusplus
} // extern "C"
#endif // __cplusplus
