// SPDX-License-Identifier: MIT
#include "log/scan.h"

#include <errno.h>
#include <string.h>

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
