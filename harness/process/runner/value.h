/* SPDX-License-Identifier: MIT */
/*
 * Values in slots: conversions, memory by the byte, text for messages.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* C's conversion between scalar kinds (enum fh_plan_type_kind). Integers are stored widened to 64 bits. Both
 * 8 bytes. */
void fh_value_convert(void *to, uint32_t to_kind, const void *from, uint32_t from_kind);

/* Reads `size` bytes and decides on each, so that one that was never set is reported. */
void fh_value_read(const char *bytes, uint64_t size);

/* Copies a value into memory of the scenario's. */
void fh_value_store(char *to, const void *from, size_t size);

void fh_value_write(char *bytes, uint64_t size, char byte);

/* Compares as strcmp(), byte by byte, so that each byte's error is seen once and in the caller's stack; NULL
 * is equal to NULL and less than any string. */
int fh_value_compare_strings(const char *left, const char *right);

/* A text that messages are put together in; what has no room is dropped. */
struct fh_text {
    char bytes[1024];
    size_t length;
};

void fh_text_add(struct fh_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* In quotes and escaped, cut after 200 bytes; NULL is null. */
void fh_text_add_string(struct fh_text *text, const char *string);
