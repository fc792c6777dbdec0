// SPDX-License-Identifier: MIT
#include "log/scan.h"

#include <errno.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

gboolean fh_scan_text(const char **at, const char *text)
{
    if (!g_str_has_prefix(*at, text))
        return FALSE;
    *at += strlen(text);
    return TRUE;
}

gboolean fh_scan_number(const char **at, guint64 *number)
{
    const char *p = *at;
    guint64 n = 0;

    if (!g_ascii_isdigit(*p))
        return FALSE;
    for (; g_ascii_isdigit(*p) || (*p == ',' && g_ascii_isdigit(p[1])); p++) {
        if (*p == ',')
            continue;
        if (!g_uint64_checked_mul(&n, n, 10) ||
            !g_uint64_checked_add(&n, n, (guint64)g_ascii_digit_value(*p)))
            return FALSE;
    }
    *number = n;
    *at = p;
    return TRUE;
}

gboolean fh_scan_hex(const char **at, guint64 *number)
{
    const char *p = *at;
    char *end;
    guint64 n;

    if (!fh_scan_text(&p, "0x") || !g_ascii_isxdigit(*p))
        return FALSE;
    errno = 0;
    n = g_ascii_strtoull(p, &end, 16);
    if (errno)
        return FALSE;
    *number = n;
    *at = end;
    return TRUE;
}

gboolean fh_scan_side(const char **at, gint *side)
{
    static const struct {
        const char *words;
        gint side;
    } sides[] = {{" inside of ", 0},       {" inside ", 0},  {" to the left of ", -1},
                 {" to the right of ", 1}, {" before ", -1}, {" after ", 1}};

    if (!fh_scan_text(at, " bytes") && !fh_scan_text(at, " byte"))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(sides); i++)
        if (fh_scan_text(at, sides[i].words)) {
            *side = sides[i].side;
            return TRUE;
        }
    return FALSE;
}

gint64 fh_scan_offset(guint64 distance, gint side, guint64 size)
{
    if (side < 0)
        return -(gint64)distance;
    return (gint64)(side > 0 ? size + distance : distance);
}

gboolean fh_scan_prefix(const char **at, const char *mark, guint *pid)
{
    const char *p = *at;
    guint64 number;
    gsize stamp;

    if (!fh_scan_text(&p, mark))
        return FALSE;
    stamp = strspn(p, "0123456789:.");
    if (stamp > 0 && p[stamp] == ' ')
        p += stamp + 1;
    if (!fh_scan_number(&p, &number) || number > G_MAXUINT || !fh_scan_text(&p, mark))
        return FALSE;
    *pid = (guint)number;
    *at = p;
    return TRUE;
}

gboolean fh_scan_delta(const char **at, guint64 *number, guint64 *added, gboolean *is_added)
{
    const char *p = *at, *bracket;
    guint64 n, difference = 0;
    gboolean is_decrease;

    if (!fh_scan_number(&p, &n))
        return FALSE;
    bracket = p;
    *is_added = FALSE;
    *added = 0;
    if (fh_scan_text(&bracket, " (") && (*bracket == '+' || *bracket == '-')) {
        is_decrease = *bracket++ == '-';
        if (!fh_scan_number(&bracket, &difference) || !fh_scan_text(&bracket, ")"))
            return FALSE;
        *is_added = TRUE;
        *added = is_decrease ? 0 : difference;
        p = bracket;
    }
    *number = n;
    *at = p;
    return TRUE;
}

char *fh_scan_harmless(const char *bytes, gsize size)
{
    char *text = g_utf8_make_valid(bytes, (gssize)size);

    for (guchar *p = (guchar *)text; *p; p++) {
        if ((*p < 0x20 && *p != '\n' && *p != '\t') || *p == 0x7f)
            *p = '?';
        else if (p[0] == 0xc2 && p[1] < 0xa0)
            p[0] = p[1] = '?';
    }
    return text;
}

/* The length of a colour's code ("ESC [ 1 m"), which the sanitizers write on a terminal; 0: there is none. */
static gsize colour_length(const char *bytes, gsize size)
{
    gsize i = 2;

    if (size < 3 || bytes[0] != '\x1b' || bytes[1] != '[')
        return 0;
    while (i < size && (g_ascii_isdigit(bytes[i]) || bytes[i] == ';'))
        i++;
    return i < size && (bytes[i] == 'm' || bytes[i] == 'K') ? i + 1 : 0;
}

/* Several, where the text went through more than one terminal. */
static gsize returns_before_newline(const char *bytes, gsize size)
{
    gsize n = 0;

    while (n < size && bytes[n] == '\r')
        n++;
    return n < size && bytes[n] == '\n' ? n : 0;
}

static gsize mark_length(const char *bytes, gsize size)
{
    return size >= strlen(BYTE_ORDER_MARK) && strncmp(bytes, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0
               ? strlen(BYTE_ORDER_MARK)
               : 0;
}

/* How much of what is at `bytes` is no text. */
static gsize noise_length(const char *bytes, gsize size)
{
    switch (*bytes) {
    case '\x1b':
        return colour_length(bytes, size);
    case '\r':
        return returns_before_newline(bytes, size);
    case '\xef':
        return mark_length(bytes, size);
    default:
        return 0;
    }
}

char *fh_scan_plain(const char *bytes, gsize size)
{
    g_autoptr(GString) plain = g_string_sized_new(size);

    for (gsize i = 0; i < size;) {
        gsize noise = noise_length(bytes + i, size - i);

        if (noise == 0)
            g_string_append_c(plain, bytes[i]);
        i += MAX(noise, 1);
    }
    return fh_scan_harmless(plain->str, plain->len);
}

const char *fh_scan_closing_group(const char *text)
{
    gsize i = strlen(text);
    gint depth = 0;

    if (i == 0 || text[i - 1] != ')')
        return NULL;
    while (i-- > 1) {
        depth += (text[i] == ')') - (text[i] == '(');
        if (depth == 0)
            return text[i - 1] == ' ' ? text + i : NULL;
    }
    return NULL;
}
