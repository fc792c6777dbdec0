// SPDX-License-Identifier: MIT
#include "log/unread.h"

#include <string.h>

#include "log/asan_headline.h"
#include "log/memcheck_headline.h"
#include "log/scan.h"

#define BYTES_LOOKED_AT 512

static gboolean begins_with(const char *bytes, gsize size, const char *magic, gsize length)
{
    return size >= length && memcmp(bytes, magic, length) == 0;
}

/* Text of two bytes a character, most of which are ASCII's: every other byte is 0. */
static gboolean has_wide_characters(const char *bytes, gsize size)
{
    gsize n = MIN(size, BYTES_LOOKED_AT) & ~(gsize)1, zeros[2] = {0, 0};

    for (gsize i = 0; i < n; i++)
        zeros[i % 2] += bytes[i] == '\0';
    return n >= 8 && (zeros[0] > n / 4) != (zeros[1] > n / 4);
}

const char *fh_unread_encoding(const char *bytes, gsize size)
{
    static const struct {
        const char *magic;
        gsize length;
        const char *what;
    } magics[] = {
        {"\x1f\x8b", 2, "it is compressed (gzip); unpack it first, with gunzip"},
        {"BZh", 3, "it is compressed (bzip2); unpack it first, with bunzip2"},
        {"\xfd"
         "7zXZ",
         5, "it is compressed (xz); unpack it first, with unxz"},
        {"\x28\xb5\x2f\xfd", 4, "it is compressed (zstd); unpack it first, with unzstd"},
        {"PK\x03\x04", 4, "it is an archive (zip); unpack it first, with unzip"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(magics); i++)
        if (begins_with(bytes, size, magics[i].magic, magics[i].length))
            return magics[i].what;
    if (begins_with(bytes, size, "\xff\xfe\0\0", 4) || begins_with(bytes, size, "\0\0\xfe\xff", 4))
        return "it is UTF-32; make UTF-8 of it first, with iconv -f UTF-32 -t UTF-8";
    if (begins_with(bytes, size, "\xff\xfe", 2) || begins_with(bytes, size, "\xfe\xff", 2) ||
        has_wide_characters(bytes, size))
        return "it is UTF-16; make UTF-8 of it first, with iconv -f UTF-16 -t UTF-8";
    return NULL;
}

const char *fh_unread_wide_part(const char *bytes, gsize size)
{
    static const char equals[] = {'=', '\0', '=', '\0'}, /* "==7==" */
        root[] = {'<', '\0', 'v', '\0', 'a', '\0', 'l', '\0', 'g', '\0', 'r', '\0', 'i', '\0', 'n'};

    if (!memchr(bytes, '\0', size))
        return NULL;
    return memmem(bytes, size, equals, sizeof(equals)) || memmem(bytes, size, root, sizeof(root))
               ? "it is UTF-16; make UTF-8 of it first, with iconv -f UTF-16 -t UTF-8"
               : NULL;
}

char *fh_unread_tool(const char *text)
{
    static const char *const names[] = {"Helgrind", "DRD",    "Cachegrind", "Callgrind", "Massif",
                                        "DHAT",     "Lackey", "Nulgrind",   "Dullard"};

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_ascii_strncasecmp(text, names[i], strlen(names[i])) == 0 && text[strlen(names[i])] == ',')
            return g_strdup_printf(
                "a log of %s, another tool of Valgrind's than memcheck (run valgrind --tool=memcheck)",
                names[i]);
    if (g_str_has_prefix(text, "exp-"))
        return g_strdup_printf(
            "a log of %.*s, another tool of Valgrind's than memcheck (run valgrind --tool=memcheck)",
            (int)strcspn(text, ","), text);
    return NULL;
}

/* What writes such a prefix, where it is known; with a comma and a space. */
static const char *writer_of(const char *prefix)
{
    static const struct {
        const char *pattern, *who;
    } writers[] = {
        {"^\\d+: $", ", as ctest -V writes it"},
        {"\\d\\d\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.\\d]*Z $",
         ", as GitHub's logs and docker logs -t have it"},
        {"^[\\w.-]+ +\\| $", ", as docker compose writes it"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(writers); i++)
        if (g_regex_match_simple(writers[i].pattern, prefix, 0, 0))
            return writers[i].who;
    return "";
}

static char *prefix_words(const char *line, const char *at, gboolean is_sanitizers)
{
    g_autofree char *prefix = g_strndup(line, (gsize)(at - line));

    return g_strdup_printf("%s, but with something before each line ('%s'%s); take that away, or have %s "
                           "write a file of its own "
                           "(%s)",
                           is_sanitizers ? "a sanitizer's report" : "a log of Valgrind's memcheck", prefix,
                           writer_of(prefix), is_sanitizers ? "the sanitizer" : "Valgrind",
                           is_sanitizers ? "log_path=NAME in ASAN_OPTIONS" : "--log-file=NAME-%p.log");
}

/* valgrind -q writes the records alone. */
static gboolean is_of_memcheck(const char *text)
{
    static const char *const beginnings[] = {" Memcheck, a memory error detector",
                                             " HEAP SUMMARY:", " LEAK SUMMARY:", " ERROR SUMMARY: "};

    for (gsize i = 0; i < G_N_ELEMENTS(beginnings); i++)
        if (g_str_has_prefix(text, beginnings[i]))
            return TRUE;
    return *text == ' ' && fh_memcheck_is_headline(text + 1);
}

/* "ERROR: AddressSanitizer: " in the middle of a line, without "==PID==". */
static const char *bare_report(const char *line)
{
    static const char *const marks[] = {"ERROR: AddressSanitizer: ", "ERROR: LeakSanitizer: ",
                                        "ERROR: libFuzzer: ", "WARNING: MemorySanitizer: "};

    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        const char *found = strstr(line, marks[i]);

        if (found)
            return found;
    }
    return NULL;
}

char *fh_unread_prefixed(const char *line, guint *pid, gboolean *is_sanitizers)
{
    const char *bare;

    for (const char *at = strstr(line, "=="); at; at = strstr(at + 1, "==")) {
        const char *text = at;

        if (at == line || !fh_scan_prefix(&text, "==", pid))
            continue;
        *is_sanitizers = fh_asan_is_message(text + strspn(text, " "), TRUE);
        if (*is_sanitizers || is_of_memcheck(text))
            return prefix_words(line, at, *is_sanitizers);
    }
    *pid = 0;
    *is_sanitizers = TRUE;
    bare = bare_report(line);
    return bare && bare > line ? prefix_words(line, bare, TRUE) : NULL;
}
