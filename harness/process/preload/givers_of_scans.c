/* SPDX-License-Identifier: MIT */
/* The scanf() family, which puts blocks where "%ms" says. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "given.h"
#include "giver.h"
#include "scan_format.h"

typedef int text_scan(const char *text, const char *format, va_list arguments);
typedef int file_scan(FILE *file, const char *format, va_list arguments);

static int scan_text(text_scan *next, const char *text, const char *format, va_list arguments)
{
    va_list pointers;
    va_copy(pointers, arguments);
    int n = next(text, format, arguments);
    fh_scan_each_block(format, n, pointers, fh_given_add);
    va_end(pointers);
    return n;
}

static int scan_file(file_scan *next, FILE *file, const char *format, va_list arguments)
{
    va_list pointers;
    va_copy(pointers, arguments);
    int n = next(file, format, arguments);
    fh_scan_each_block(format, n, pointers, fh_given_add);
    va_end(pointers);
    return n;
}

/* A function with "…" that calls SCAN with NEXT, its own parameter and the list. */
#define WITH_LIST(NAME, SCAN, NEXT, PARAMETER, ARGUMENT) \
    static int NAME(PARAMETER const char *format, ...)   \
    {                                                    \
        va_list arguments;                               \
        va_start(arguments, format);                     \
        int n = SCAN(NEXT, ARGUMENT, format, arguments); \
        va_end(arguments);                               \
        return n;                                        \
    }

#define COMMA ,

/* glibc has functions of other names for each C standard, which differ in "%a" and in binary numbers: what
 * was called is called. Not every glibc has the newest. */
#define FAMILY(STANDARD, PREFIX)                                                                      \
    __attribute__((weak)) text_scan fh_next_text_scan##STANDARD __asm__(PREFIX "vsscanf");            \
    __attribute__((weak)) file_scan fh_next_file_scan##STANDARD __asm__(PREFIX "vfscanf");            \
    static int vsscanf##STANDARD(const char *text, const char *format, va_list arguments)             \
    {                                                                                                 \
        return scan_text(fh_next_text_scan##STANDARD, text, format, arguments);                       \
    }                                                                                                 \
    static int vfscanf##STANDARD(FILE *file, const char *format, va_list arguments)                   \
    {                                                                                                 \
        return scan_file(fh_next_file_scan##STANDARD, file, format, arguments);                       \
    }                                                                                                 \
    static int vscanf##STANDARD(const char *format, va_list arguments)                                \
    {                                                                                                 \
        return scan_file(fh_next_file_scan##STANDARD, stdin, format, arguments);                      \
    }                                                                                                 \
    WITH_LIST(sscanf##STANDARD, scan_text, fh_next_text_scan##STANDARD, const char *text COMMA, text) \
    WITH_LIST(fscanf##STANDARD, scan_file, fh_next_file_scan##STANDARD, FILE *file COMMA, file)       \
    WITH_LIST(scanf##STANDARD, scan_file, fh_next_file_scan##STANDARD, , stdin)

FAMILY(_gnu, "")
FAMILY(_c99, "__isoc99_")
FAMILY(_c23, "__isoc23_")

#define ROWS(STANDARD, PREFIX)                                                                          \
    {PREFIX "sscanf", FH_GIVER(sscanf##STANDARD)}, {PREFIX "vsscanf", FH_GIVER(vsscanf##STANDARD)},     \
        {PREFIX "fscanf", FH_GIVER(fscanf##STANDARD)}, {PREFIX "vfscanf", FH_GIVER(vfscanf##STANDARD)}, \
        {PREFIX "scanf", FH_GIVER(scanf##STANDARD)},                                                    \
    {                                                                                                   \
        PREFIX "vscanf", FH_GIVER(vscanf##STANDARD)                                                     \
    }

const struct fh_giver fh_givers_of_scans[] = {
    ROWS(_gnu, ""),
    ROWS(_c99, "__isoc99_"),
    ROWS(_c23, "__isoc23_"),
    {NULL, NULL},
};
