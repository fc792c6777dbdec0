// SPDX-License-Identifier: MIT
#include "log/sniff.h"

#include <string.h>

#include "log/scan.h"

/* "==PID==" at the beginning of a line, or 0 */
static gsize prefix_length(const char *line)
{
    const char *at = line;
    guint64 pid;

    if (!fh_scan_text(&at, "=="))
        return 0;
    if (strspn(at, "0123456789:.") > 0 && at[strspn(at, "0123456789:.")] == ' ')
        at += strspn(at, "0123456789:.") + 1;
    return fh_scan_number(&at, &pid) && fh_scan_text(&at, "==") ? (gsize)(at - line) : 0;
}

static gboolean is_of_sanitizer(const char *line, gsize prefix)
{
    static const char *const names[] = {"AddressSanitizer", "LeakSanitizer", "UndefinedBehaviorSanitizer"};

    if (strstr(line, ": runtime error: "))
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (strstr(line, names[i]) && (prefix > 0 || g_str_has_prefix(line, "SUMMARY: ")))
            return TRUE;
    return FALSE;
}

/* "Helgrind, a thread error detector": what follows "==PID== " in the first line of a log */
static gboolean is_other_tool(const char *text)
{
    static const char *const names[] = {"Helgrind, ", "DRD, ",    "Cachegrind, ", "Callgrind, ", "Massif, ",
                                        "DHAT, ",     "Lackey, ", "Nulgrind, ",   "exp-"};

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_str_has_prefix(text, names[i]))
            return TRUE;
    return FALSE;
}

/* What a line shows beyond doubt; `*weak` is set to what it hints at. */
static gboolean sniff_line(const char *line, enum fh_log_type *type, enum fh_log_type *weak)
{
    gsize prefix = prefix_length(line);
    const char *text = line + prefix + (prefix > 0 && line[prefix] == ' ' ? 1 : 0);

    if (prefix > 0 && g_str_has_prefix(text, "Memcheck, a memory error detector"))
        *type = FH_LOG_MEMCHECK_TEXT;
    else if (prefix > 0 && is_other_tool(text))
        *type = FH_LOG_UNKNOWN;
    else if (is_of_sanitizer(line, prefix))
        *type = FH_LOG_SANITIZER;
    else {
        if (g_str_equal(line, "Suppressions used:"))
            *weak = FH_LOG_SANITIZER;
        if (prefix > 0 && (line[prefix] == ' ' || line[prefix] == '\0'))
            *weak = FH_LOG_MEMCHECK_TEXT;
        return FALSE;
    }
    return TRUE;
}

static enum fh_log_type sniff_xml(const char *text)
{
    const char *root = strstr(text, "<valgrindoutput>");
    const char *tool = strstr(text, "<protocoltool>");

    if (!root)
        return FH_LOG_UNKNOWN;
    return !tool || g_str_has_prefix(tool, "<protocoltool>memcheck<") ? FH_LOG_MEMCHECK_XML : FH_LOG_UNKNOWN;
}

static gboolean is_xml(const char *text)
{
    return g_str_has_prefix(text, "<?xml") || g_str_has_prefix(text, "<valgrindoutput>");
}

enum fh_log_type fh_log_sniff(const char *bytes, gsize size)
{
    g_autofree char *text = fh_scan_harmless(bytes, size);
    enum fh_log_type type = FH_LOG_UNKNOWN, weak = FH_LOG_UNKNOWN;
    const char *line = text + strspn(text, " \t\n");

    if (is_xml(line))
        return sniff_xml(line);
    while (*line) {
        const char *end = line + strcspn(line, "\n");
        g_autofree char *one = g_strndup(line, (gsize)(end - line));

        if (sniff_line(one, &type, &weak))
            return type;
        line = *end ? end + 1 : end;
    }
    return weak;
}
