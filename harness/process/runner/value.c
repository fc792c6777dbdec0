/* SPDX-License-Identifier: MIT */
#include "value.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "heap/backend.h"
#include "heap/fail.h"
#include "heap/unchecked.h"
#include "wire/plan.h"

/* What a message can show on two lines. */
#define STRING_MAX    200
#define WRITE_AT_ONCE 4096

struct scalar {
    enum { SIGNED, UNSIGNED, REAL } kind;
    int64_t integer;
    double real;
};

#define LOAD(type) (*(const type *)from)

static struct scalar load(const void *from, uint32_t kind)
{
    switch (kind) {
    case FH_PLAN_U8:
        return (struct scalar){UNSIGNED, LOAD(uint8_t), 0};
    case FH_PLAN_S8:
        return (struct scalar){SIGNED, LOAD(int8_t), 0};
    case FH_PLAN_U16:
        return (struct scalar){UNSIGNED, LOAD(uint16_t), 0};
    case FH_PLAN_S16:
        return (struct scalar){SIGNED, LOAD(int16_t), 0};
    case FH_PLAN_U32:
        return (struct scalar){UNSIGNED, LOAD(uint32_t), 0};
    case FH_PLAN_S32:
        return (struct scalar){SIGNED, LOAD(int32_t), 0};
    case FH_PLAN_U64:
    case FH_PLAN_POINTER:
        return (struct scalar){UNSIGNED, LOAD(int64_t), 0};
    case FH_PLAN_S64:
        return (struct scalar){SIGNED, LOAD(int64_t), 0};
    case FH_PLAN_F32:
        return (struct scalar){REAL, 0, (double)LOAD(float)};
    case FH_PLAN_F64:
        return (struct scalar){REAL, 0, LOAD(double)};
    default:
        fh_fail("the plan is wrong: conversion from kind %u", kind);
    }
}

static double to_real(const struct scalar *value)
{
    if (value->kind == REAL)
        return value->real;
    return value->kind == UNSIGNED ? (double)(uint64_t)value->integer : (double)value->integer;
}

static int64_t to_integer(const struct scalar *value, bool is_unsigned)
{
    if (value->kind != REAL)
        return value->integer;
    return is_unsigned ? (int64_t)(uint64_t)value->real : (int64_t)value->real;
}

static int64_t truncate(int64_t value, uint32_t kind)
{
    switch (kind) {
    case FH_PLAN_U8:
        return (uint8_t)value;
    case FH_PLAN_S8:
        return (int8_t)value;
    case FH_PLAN_U16:
        return (uint16_t)value;
    case FH_PLAN_S16:
        return (int16_t)value;
    case FH_PLAN_U32:
        return (uint32_t)value;
    case FH_PLAN_S32:
        return (int32_t)value;
    case FH_PLAN_U64:
    case FH_PLAN_S64:
    case FH_PLAN_POINTER:
        return value;
    default:
        fh_fail("the plan is wrong: conversion to kind %u", kind);
    }
}

void fh_value_convert(void *to, uint32_t to_kind, const void *from, uint32_t from_kind)
{
    struct scalar value = load(from, from_kind);
    if (to_kind == FH_PLAN_F32) {
        float single = (float)to_real(&value);
        memcpy(to, &single, sizeof(single));
    } else if (to_kind == FH_PLAN_F64) {
        double real = to_real(&value);
        memcpy(to, &real, sizeof(real));
    } else {
        int64_t integer = truncate(to_integer(&value, to_kind == FH_PLAN_U64), to_kind);
        memcpy(to, &integer, sizeof(integer));
    }
}

void fh_value_store(char *to, const void *from, size_t size)
{
    if (fh_backend()->write_bytes)
        fh_backend()->write_bytes(to, from, size);
    else
        memmove(to, from, size);
}

static void read_each(const char *bytes, uint64_t size)
{
    const volatile char *byte = bytes;
    for (uint64_t i = 0; i < size; i++)
        if (byte[i] != 0)
            __asm__ volatile("" : : : "memory");
}

void fh_value_read(const char *bytes, uint64_t size)
{
    if (fh_backend()->read_bytes)
        fh_backend()->read_bytes(bytes, size);
    else
        read_each(bytes, size);
}

static void write_each(char *bytes, uint64_t size, char byte)
{
    volatile char *target = bytes;
    for (uint64_t i = 0; i < size; i++)
        target[i] = byte;
}

static void write_some(char *bytes, uint64_t size, char byte)
{
    char part[WRITE_AT_ONCE];
    memset(part, byte, sizeof(part));
    for (uint64_t i = 0; i < size; i += sizeof(part))
        fh_backend()->write_bytes(bytes + i, part, size - i < sizeof(part) ? size - i : sizeof(part));
}

void fh_value_write(char *bytes, uint64_t size, char byte)
{
    if (fh_backend()->write_bytes)
        write_some(bytes, size, byte);
    else
        write_each(bytes, size, byte);
}

int fh_value_compare_strings(const char *left, const char *right)
{
    if (!left || !right)
        return (left != NULL) - (right != NULL);
    const volatile unsigned char *l = (const unsigned char *)left, *r = (const unsigned char *)right;
    for (size_t i = 0;; i++) {
        unsigned char a = l[i], b = r[i];
        if (a != b)
            return a < b ? -1 : 1;
        if (a == '\0')
            return 0;
    }
}

void fh_text_add(struct fh_text *text, const char *format, ...)
{
    size_t room = sizeof(text->bytes) - text->length;
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(text->bytes + text->length, room, format, arguments);
    va_end(arguments);
    if (n > 0)
        text->length += (size_t)n < room ? (size_t)n : room - 1;
}

static void add_byte(struct fh_text *text, unsigned char byte)
{
    if (byte == '"' || byte == '\\')
        fh_text_add(text, "\\%c", byte);
    else if (byte == '\n')
        fh_text_add(text, "\\n");
    else if (byte < ' ' || byte == 0x7f)
        fh_text_add(text, "\\x%02x", byte);
    else
        fh_text_add(text, "%c", byte);
}

FH_UNCHECKED void fh_text_add_string(struct fh_text *text, const char *string)
{
    if (!string) {
        fh_text_add(text, "null");
        return;
    }
    size_t i = 0;
    fh_text_add(text, "\"");
    for (; i < STRING_MAX && string[i] != '\0'; i++)
        add_byte(text, (unsigned char)string[i]);
    fh_text_add(text, i == STRING_MAX ? "\"…" : "\"");
}
