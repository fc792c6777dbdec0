// SPDX-License-Identifier: MIT
#include "api/literal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "api/builtin.h"
#include "api/types.h"

static const struct fh_type *literal_type(struct fh_api *api, guint64 value, gboolean is_unsigned,
                                          gboolean is_long, gboolean is_decimal)
{
    if (!is_long && !is_unsigned && value <= G_MAXINT32)
        return fh_api_type(api, "int");
    if (!is_long && (is_unsigned || !is_decimal) && value <= G_MAXUINT32)
        return fh_api_type(api, "unsigned int");
    if (!is_unsigned && value <= G_MAXINT64)
        return fh_api_type(api, "long");
    return fh_api_type(api, "unsigned long");
}

static gboolean read_suffix(const char *suffix, gboolean *is_unsigned, gboolean *is_long)
{
    static const char *const known[] = {"", "u", "l", "ll", "ul", "ull", "lu", "llu"};
    g_autofree char *lower = g_ascii_strdown(suffix, -1);
    for (guint i = 0; i < G_N_ELEMENTS(known); i++) {
        if (!g_str_equal(lower, known[i]))
            continue;
        *is_unsigned = strchr(lower, 'u') != NULL;
        *is_long = strchr(lower, 'l') != NULL;
        return TRUE;
    }
    return FALSE;
}

static gboolean read_integer(struct fh_api *api, const char *token, struct fh_literal *out)
{
    gboolean is_binary = g_ascii_strncasecmp(token, "0b", 2) == 0, is_unsigned, is_long;
    char *end;
    errno = 0;
    guint64 value = is_binary ? g_ascii_strtoull(token + 2, &end, 2) : g_ascii_strtoull(token, &end, 0);
    if (errno || !read_suffix(end, &is_unsigned, &is_long))
        return FALSE;
    *out = (struct fh_literal){.kind = FH_CONSTANT_INTEGER, .integer = value};
    out->type = literal_type(api, value, is_unsigned, is_long, token[0] != '0');
    return TRUE;
}

static gboolean read_float(struct fh_api *api, const char *token, struct fh_literal *out)
{
    char *end;
    double value = g_ascii_strtod(token, &end);
    gboolean is_single = g_ascii_strcasecmp(end, "f") == 0;
    if (end == token || (!is_single && *end != '\0'))
        return FALSE;
    *out = (struct fh_literal){.kind = FH_CONSTANT_FLOAT, .number = is_single ? (float)value : value};
    out->type = fh_api_type(api, is_single ? "float" : "double");
    return TRUE;
}

/* C's escapes but those of Unicode: one, at `*text`, which moves on. */
static char unescape(const char **text)
{
    static const char letters[] = "abfnrtv", bytes[] = "\a\b\f\n\r\t\v";
    char *end;
    char first = *(*text)++;
    const char *letter = first ? strchr(letters, first) : NULL;
    if (letter)
        return bytes[letter - letters];
    if (first == 'x') {
        guint64 byte = g_ascii_strtoull(*text, &end, 16);
        *text = end;
        return (char)byte;
    }
    if (first < '0' || first > '7')
        return first;
    char byte = first - '0';
    for (guint i = 0; i < 2 && **text >= '0' && **text <= '7'; i++)
        byte = (char)(byte * 8 + *(*text)++ - '0');
    return byte;
}

/* What stands between the quotes. It ends at a NUL, as a C string does. */
static char *unquoted(const char *token)
{
    char quote = token[0];
    g_autoptr(GString) bytes = g_string_new(NULL);
    for (const char *at = token + 1; *at && *at != quote;) {
        char byte = *at++;
        g_string_append_c(bytes, byte == '\\' ? unescape(&at) : byte);
    }
    return g_strdup(bytes->str);
}

static gboolean read_string(struct fh_api *api, const char *token, struct fh_literal *out)
{
    *out = (struct fh_literal){.kind = FH_CONSTANT_STRING, .text = unquoted(token)};
    out->type = fh_api_pointer_to(api, fh_api_const(api, fh_api_type(api, "char")));
    return TRUE;
}

static gboolean read_character(struct fh_api *api, const char *token, struct fh_literal *out)
{
    g_autofree char *text = unquoted(token);
    if (strlen(text) > 1)
        return FALSE;
    *out = (struct fh_literal){.kind = FH_CONSTANT_INTEGER, .integer = (guint64)text[0]};
    out->type = fh_api_type(api, "int");
    return TRUE;
}

gboolean fh_literal_read(struct fh_api *api, const char *token, struct fh_literal *out)
{
    if (g_str_has_prefix(token, "u8\""))
        token += 2;
    if (token[0] == '"')
        return read_string(api, token, out);
    if (token[0] == '\'')
        return read_character(api, token, out);
    if (!g_ascii_isdigit(token[0]) && token[0] != '.')
        return FALSE;
    gboolean is_hex = g_ascii_strncasecmp(token, "0x", 2) == 0;
    return strpbrk(token, is_hex ? ".pP" : ".eE") ? read_float(api, token, out)
                                                  : read_integer(api, token, out);
}
