// SPDX-License-Identifier: MIT
#include "script/literal.h"

#include <math.h>
#include <string.h>

static const struct fh_lexical_error invalid_number = {
    "this is not a number", "write 42, 0x2a, 1.5 or 1e9; there are no suffixes, a cast gives another type"};
static const struct fh_lexical_error octal_number = {
    "a number cannot start with 0", "write it in decimal, or in hexadecimal as in 0x1ff; there is no octal"};
static const struct fh_lexical_error large_integer = {
    "this integer is too large", "the largest is 18446744073709551615, 0xffffffffffffffff"};
static const struct fh_lexical_error large_float = {"this number is too large for a double", NULL};
static const struct fh_lexical_error open_string = {"this string is not closed on its line",
                                                    "close it with '\"'; a line break inside is written \\n"};
static const struct fh_lexical_error open_character = {"this character is not closed on its line",
                                                       "close it with \"'\"; text is written \"text\""};
static const struct fh_lexical_error bad_escape = {"unknown escape",
                                                   "there are \\n \\t \\r \\\\ \\\" \\' \\0 and \\xNN"};
static const struct fh_lexical_error bad_hexadecimal = {"'\\x' wants two hexadecimal digits", "as in \\x0a"};
static const struct fh_lexical_error octal_escape = {"there are no octal escapes",
                                                     "write \\x0a; a NUL before a digit is \\x00"};
static const struct fh_lexical_error one_character = {
    "a character literal holds one ASCII character",
    "text is written \"text\"; other bytes are numbers, as 0xff"};

/* As C reads numbers: everything that looks like a part of one belongs to it, so that `12ab` is one error. */
static gsize number_length(const char *text)
{
    gboolean is_hexadecimal = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    gsize length = 0;
    for (;; length++) {
        char c = text[length];
        if (g_ascii_isalnum(c) || c == '.' || c == '_')
            continue;
        gboolean after_exponent = length > 0 && !is_hexadecimal && g_ascii_tolower(text[length - 1]) == 'e';
        if (!(after_exponent && (c == '+' || c == '-')))
            return length;
    }
}

static gsize count_digits(const char *text)
{
    return strspn(text, "0123456789");
}

static gboolean has_float_form(const char *text, gsize length)
{
    gsize at = count_digits(text);
    if (text[at] == '.')
        at += 1 + count_digits(text + at + 1);
    if (at < length && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        if (text[at] == '+' || text[at] == '-')
            at++;
        gsize digits = count_digits(text + at);
        if (digits == 0)
            return FALSE;
        at += digits;
    }
    return at == length;
}

static void read_integer(struct fh_number *number, const char *text, guint base)
{
    for (gsize i = base == 16 ? 2 : 0; i < number->length; i++) {
        guint64 digit = (guint64)g_ascii_xdigit_value(text[i]);
        if (number->integer > (G_MAXUINT64 - digit) / base) {
            number->error = &large_integer;
            return;
        }
        number->integer = number->integer * base + digit;
    }
}

static void read_float(struct fh_number *number, const char *text)
{
    number->is_float = TRUE;
    number->real = g_ascii_strtod(text, NULL);
    if (!isfinite(number->real))
        number->error = &large_float;
}

struct fh_number fh_literal_number(const char *text)
{
    struct fh_number number = {.length = number_length(text)};
    gboolean is_hexadecimal = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    if (is_hexadecimal && number.length > 2 &&
        strspn(text + 2, "0123456789abcdefABCDEF") == number.length - 2)
        read_integer(&number, text, 16);
    else if (!is_hexadecimal && count_digits(text) == number.length && text[0] == '0' && number.length > 1)
        number.error = &octal_number;
    else if (!is_hexadecimal && count_digits(text) == number.length)
        read_integer(&number, text, 10);
    else if (!is_hexadecimal && has_float_form(text, number.length))
        read_float(&number, text);
    else
        number.error = &invalid_number;
    return number;
}

/* One character of a quoted text, or one escape. */
struct escape {
    gsize length;
    char byte;
    const struct fh_lexical_error *error;
};

static struct escape read_hexadecimal_escape(const char *text)
{
    int high = g_ascii_xdigit_value(text[2]);
    int low = high < 0 ? -1 : g_ascii_xdigit_value(text[3]);
    if (low < 0)
        return (struct escape){.length = 2, .error = &bad_hexadecimal};
    return (struct escape){.length = 4, .byte = (char)(high * 16 + low)};
}

static struct escape read_escape(const char *text)
{
    static const char letters[] = "ntr\\\"'0";
    static const char bytes[] = "\n\t\r\\\"'";
    if (text[1] == 'x')
        return read_hexadecimal_escape(text);
    const char *letter = text[1] != '\0' ? strchr(letters, text[1]) : NULL;
    if (!letter)
        return (struct escape){.length = 1 + (gsize)(g_utf8_next_char(text + 1) - (text + 1)),
                               .error = &bad_escape};
    if (text[1] == '0' && g_ascii_isdigit(text[2]))
        return (struct escape){.length = 3, .error = &octal_escape};
    return (struct escape){.length = 2, .byte = bytes[letter - letters]};
}

static struct escape read_character(const char *text)
{
    if (*text == '\\')
        return read_escape(text);
    return (struct escape){.length = 1, .byte = *text};
}

/* Up to and with the closing quote; 0 when there is none on this line. */
static gsize quoted_length(const char *text)
{
    for (gsize i = 1; text[i] != '\0' && text[i] != '\n'; i++) {
        if (text[i] == text[0])
            return i + 1;
        if (text[i] == '\\' && text[i + 1] != '\0' && text[i + 1] != '\n')
            i++;
    }
    return 0;
}

static struct fh_quoted read_open(const char *text)
{
    struct fh_quoted quoted = {.length = strcspn(text, "\r\n")};
    quoted.bad = (struct fh_span){0, (guint32)quoted.length};
    quoted.error = *text == '"' ? &open_string : &open_character;
    return quoted;
}

struct fh_quoted fh_literal_quoted(const char *text)
{
    struct fh_quoted quoted = {.length = quoted_length(text)};
    if (quoted.length == 0)
        return read_open(text);
    gsize count = 0;
    for (gsize at = 1; at < quoted.length - 1; count++) {
        struct escape escape = read_character(text + at);
        if (escape.error) {
            quoted.bad = (struct fh_span){(guint32)at, (guint32)escape.length};
            quoted.error = escape.error;
            return quoted;
        }
        quoted.character = (guchar)escape.byte;
        at += escape.length;
    }
    if (*text == '\'' && (count != 1 || quoted.character > 0x7F)) {
        quoted.bad = (struct fh_span){0, (guint32)quoted.length};
        quoted.error = &one_character;
    }
    return quoted;
}

char *fh_literal_unescape(const char *text, gsize size, gsize *unescaped_size)
{
    GString *bytes = g_string_sized_new(size);
    for (gsize at = 0; at < size;) {
        struct escape escape = read_character(text + at);
        g_string_append_c(bytes, escape.byte);
        at += escape.length;
    }
    *unescaped_size = bytes->len;
    return g_string_free(bytes, FALSE);
}
