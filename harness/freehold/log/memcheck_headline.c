// SPDX-License-Identifier: MIT
#include "log/memcheck_headline.h"
#include "log/scan.h"

#include <string.h>

static const struct {
    const char *prefix;
    enum fh_record_type type;
} headlines[] = {
    {"Mismatched ", FH_RECORD_MISMATCHED_FREE},
    {"Invalid free() ", FH_RECORD_INVALID_FREE},
    {"Invalid read of size ", FH_RECORD_INVALID_READ},
    {"Invalid write of size ", FH_RECORD_INVALID_WRITE},
    {"Jump to the invalid address ", FH_RECORD_INVALID_JUMP},
    {"Conditional jump or move depends on uninitialised value", FH_RECORD_UNINITIALISED},
    {"Use of uninitialised value ", FH_RECORD_UNINITIALISED},
    {"Uninitialised byte(s) found during client check request", FH_RECORD_UNINITIALISED},
    {"Unaddressable byte(s) found during client check request", FH_RECORD_SYSCALL_UNADDRESSABLE},
    {"Process terminating with default action of signal ", FH_RECORD_FATAL_SIGNAL},
    {"Source and destination overlap in ", FH_RECORD_WRONG_ARGUMENT},
    {"Argument '", FH_RECORD_WRONG_ARGUMENT},
    {"realloc() with size 0", FH_RECORD_WRONG_ARGUMENT},
    {"Invalid alignment value: ", FH_RECORD_WRONG_ARGUMENT},
    {"Invalid size value: ", FH_RECORD_WRONG_ARGUMENT},
    {"Unsafe allocation with size of zero", FH_RECORD_WRONG_ARGUMENT},
    {"Open file descriptor ", FH_RECORD_DESCRIPTOR_LEAK},
    {"Open AF_", FH_RECORD_DESCRIPTOR_LEAK}, /* "Open AF_INET socket 3: …" */
    {"Open socket ", FH_RECORD_DESCRIPTOR_LEAK},
    {"File descriptor ", FH_RECORD_DESCRIPTOR_MISUSE},
    {"valgrind: ", FH_RECORD_LIMIT}, /* what Valgrind says of itself */
    {"Illegal memory pool address", FH_RECORD_UNKNOWN},
    {"FILE DESCRIPTORS: ", FH_RECORD_UNKNOWN},
};

static gboolean read_leak_state(const char *text, enum fh_leak_state *state)
{
    static const struct {
        const char *phrase;
        enum fh_leak_state state;
    } phrases[] = {
        {" are definitely lost in ", FH_LEAK_DEFINITE}, {" are indirectly lost in ", FH_LEAK_INDIRECT},
        {" are possibly lost in ", FH_LEAK_POSSIBLE},   {" are still reachable in ", FH_LEAK_REACHABLE},
        {" are suppressed in ", FH_LEAK_SUPPRESSED},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(phrases); i++)
        if (fh_scan_text(&text, phrases[i].phrase)) {
            *state = phrases[i].state;
            return strstr(text, "loss record ") != NULL;
        }
    return FALSE;
}

/* " (16 direct, 48 indirect)", with "(+16)" after each number in an added leak check. */
static gboolean read_split(const char **at, guint64 *indirect)
{
    guint64 direct, added;
    gboolean is_added;

    return fh_scan_text(at, " (") && fh_scan_delta(at, &direct, &added, &is_added) &&
           fh_scan_text(at, " direct, ") && fh_scan_delta(at, indirect, &added, &is_added) &&
           fh_scan_text(at, " indirect)");
}

/* "64 (+64) (24 (+24) direct, 40 (+40) indirect) bytes in 1 (+1) blocks are definitely lost in loss record 4
 * of 4" */
static void read_leak(struct fh_record *record, const char *text)
{
    guint64 bytes, blocks, indirect = 0, added_bytes, added_blocks;
    gboolean is_added, is_blocks_added;

    if (!fh_scan_delta(&text, &bytes, &added_bytes, &is_added))
        return;
    if (*text == ' ' && text[1] == '(' && !read_split(&text, &indirect))
        return;
    if (!fh_scan_text(&text, " bytes in ") ||
        !fh_scan_delta(&text, &blocks, &added_blocks, &is_blocks_added) || !fh_scan_text(&text, " blocks") ||
        !read_leak_state(text, &record->leak_state))
        return;
    record->type = FH_RECORD_LEAK;
    record->bytes = bytes;
    record->indirect_bytes = indirect;
    record->blocks = blocks;
    record->is_added = is_added;
    record->added_bytes = added_bytes;
    record->added_blocks = added_blocks;
}

/* "memalign() invalid size value: 0", which later became "Unsafe allocation …" */
static void read_aligned(struct fh_record *record, const char *text)
{
    if (strstr(text, "() invalid size value: ") || strstr(text, "() invalid alignment value: "))
        record->type = FH_RECORD_WRONG_ARGUMENT;
}

static void read_syscall(struct fh_record *record, const char *text)
{
    if (!g_str_has_prefix(text, "Syscall param "))
        return;
    if (strstr(text, "unaddressable byte"))
        record->type = FH_RECORD_SYSCALL_UNADDRESSABLE;
    else if (strstr(text, "uninitialised byte"))
        record->type = FH_RECORD_SYSCALL_UNINITIALISED;
}

/* "Mismatched new/delete size value: 8", whose block says the other size */
static void read_given_size(struct fh_layouts *layouts, const char *text)
{
    const char *at = strstr(text, " size value: ");

    if (!at || !fh_scan_text(&at, " size value: ") || !fh_scan_number(&at, &layouts->given_size))
        return;
    layouts->has_sizes = TRUE;
}

static gboolean read_alignment(const char **at, guint64 *alignment)
{
    *alignment = 0;
    return fh_scan_text(at, "default-aligned") || fh_scan_number(at, alignment);
}

/* "Mismatched new/delete alignment alloc value: 64 dealloc value: default-aligned" */
static void read_alignments(struct fh_layouts *layouts, const char *text)
{
    const char *at = strstr(text, " alloc value: ");

    layouts->has_alignments =
        at && fh_scan_text(&at, " alloc value: ") && read_alignment(&at, &layouts->made_alignment) &&
        fh_scan_text(&at, " dealloc value: ") && read_alignment(&at, &layouts->given_alignment);
}

static void read_layouts(struct fh_record *record)
{
    read_given_size(&record->layouts, record->headline);
    read_alignments(&record->layouts, record->headline);
}

static void read_number(struct fh_record *record, const char *text)
{
    guint64 number = 0;

    if (!fh_scan_number(&text, &number))
        return;
    if (record->type == FH_RECORD_FATAL_SIGNAL)
        record->signal = (guint)number;
    else
        record->access_size = number;
}

gboolean fh_memcheck_headline(struct fh_record *record)
{
    record->type = FH_RECORD_UNKNOWN;
    for (gsize i = 0; i < G_N_ELEMENTS(headlines); i++) {
        const char *rest = record->headline;

        if (!fh_scan_text(&rest, headlines[i].prefix))
            continue;
        record->type = headlines[i].type;
        if (record->type == FH_RECORD_MISMATCHED_FREE)
            read_layouts(record);
        else
            read_number(record, rest);
        return TRUE;
    }
    read_syscall(record, record->headline);
    read_leak(record, record->headline);
    read_aligned(record, record->headline);
    return record->type != FH_RECORD_UNKNOWN;
}

gboolean fh_memcheck_is_headline(const char *text)
{
    g_autofree char *headline = g_strdup(text);
    struct fh_record record = {.headline = headline};

    return fh_memcheck_headline(&record);
}

gboolean fh_memcheck_is_limit(const char *notice)
{
    return g_str_has_prefix(notice, "new/new[]") && strstr(notice, "should throw an exception");
}

const char *fh_memcheck_gave_up(const char *text)
{
    static const struct {
        const char *prefix, *reason;
    } ends[] = {
        {"valgrind:  Fatal error at startup: a function redirection",
         "Valgrind can't start here without the symbols of libc; install them: apt-get install libc6-dbg, or "
         "glibc's debuginfo"},
        {"    Valgrind's memory management: out of memory",
         "Valgrind got no memory; is there a limit (ulimit -v, or RLIMIT_AS set by what is audited)?"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++)
        if (g_str_has_prefix(text, ends[i].prefix))
            return ends[i].reason;
    return NULL;
}
