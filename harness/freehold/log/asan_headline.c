// SPDX-License-Identifier: MIT
#include <signal.h>
#include <string.h>

#include "log/asan_headline.h"
#include "log/scan.h"

/* What follows "ERROR: AddressSanitizer: ". Any other is UNKNOWN: memory that ran out, an order of
 * initialisation, an object defined twice. */
static const struct {
    const char *prefix;
    enum fh_record_type type;
    enum fh_address_kind kind; /* before a description says more */
} headlines[] = {
    {"alloc-dealloc-mismatch ", FH_RECORD_MISMATCHED_FREE, FH_ADDRESS_NONE},
    {"new-delete-type-mismatch ", FH_RECORD_MISMATCHED_FREE, FH_ADDRESS_NONE},
    {"attempting double-free on ", FH_RECORD_INVALID_FREE, FH_ADDRESS_FREED_BLOCK},
    {"attempting free on address which was not malloc()-ed: ", FH_RECORD_INVALID_FREE, FH_ADDRESS_NONE},
    {"heap-use-after-free on address ", FH_RECORD_INVALID_READ, FH_ADDRESS_FREED_BLOCK},
    {"heap-buffer-overflow on address ", FH_RECORD_INVALID_READ, FH_ADDRESS_NONE},
    {"stack-buffer-overflow on address ", FH_RECORD_INVALID_READ, FH_ADDRESS_STACK},
    {"stack-buffer-underflow on address ", FH_RECORD_INVALID_READ, FH_ADDRESS_STACK},
    {"dynamic-stack-buffer-overflow on address ", FH_RECORD_INVALID_READ, FH_ADDRESS_STACK},
    {"stack-use-after-return on address ", FH_RECORD_INVALID_READ, FH_ADDRESS_RETURNED_STACK},
    {"stack-use-after-scope on address ", FH_RECORD_INVALID_READ, FH_ADDRESS_ENDED_STACK},
    {"global-buffer-overflow on address ", FH_RECORD_INVALID_READ, FH_ADDRESS_MAPPED},
    {"use-after-poison on address ", FH_RECORD_INVALID_READ, FH_ADDRESS_CLOSED},
    {"container-overflow on address ", FH_RECORD_INVALID_READ, FH_ADDRESS_CLOSED},
    {"intra-object-overflow on address ", FH_RECORD_INVALID_READ, FH_ADDRESS_CLOSED},
    {"unknown-crash on address ", FH_RECORD_INVALID_READ, FH_ADDRESS_UNKNOWN},
    {"stack-overflow on address ", FH_RECORD_FATAL_SIGNAL, FH_ADDRESS_UNKNOWN},
    {"tag-mismatch on address ", FH_RECORD_INVALID_READ,
     FH_ADDRESS_CLOSED}, /* HWAddressSanitizer's, as the next */
    {"invalid-free on address ", FH_RECORD_INVALID_FREE, FH_ADDRESS_NONE},
    {"allocation-tail-overwritten; ", FH_RECORD_INVALID_WRITE, FH_ADDRESS_CLOSED},
    {"use-of-uninitialized-value", FH_RECORD_UNINITIALISED, FH_ADDRESS_NONE}, /* MemorySanitizer */
    {"deadly signal", FH_RECORD_FATAL_SIGNAL, FH_ADDRESS_NONE}, /* libFuzzer does not say which */
    {"negative-size-param", FH_RECORD_WRONG_ARGUMENT, FH_ADDRESS_NONE},
    {"calloc parameters overflow: ", FH_RECORD_WRONG_ARGUMENT, FH_ADDRESS_NONE},
    {"reallocarray parameters overflow: ", FH_RECORD_WRONG_ARGUMENT, FH_ADDRESS_NONE},
    {"pvalloc parameters overflow: ", FH_RECORD_WRONG_ARGUMENT, FH_ADDRESS_NONE},
    {"invalid allocation alignment: ", FH_RECORD_WRONG_ARGUMENT, FH_ADDRESS_NONE},
    {"invalid alignment requested in ", FH_RECORD_WRONG_ARGUMENT, FH_ADDRESS_NONE},
    {"requested allocation size ", FH_RECORD_WRONG_ARGUMENT, FH_ADDRESS_NONE},
    {"bad parameters to __sanitizer_annotate", FH_RECORD_WRONG_ARGUMENT, FH_ADDRESS_NONE},
};

static const struct {
    const char *name;
    guint signal;
} signals[] = {
    {"SEGV", SIGSEGV}, {"ABRT", SIGABRT}, {"BUS", SIGBUS}, {"FPE", SIGFPE},
    {"ILL", SIGILL},   {"TRAP", SIGTRAP}, {"SYS", SIGSYS},
};

/* "SEGV on unknown address 0x… (pc …)"; of an address that no pointer can have it gives none. */
static gboolean read_signal(struct fh_record *record)
{
    for (gsize i = 0; i < G_N_ELEMENTS(signals); i++) {
        const char *at = record->headline;

        if (!fh_scan_text(&at, signals[i].name) || !fh_scan_text(&at, " on unknown address"))
            continue;
        record->type = FH_RECORD_FATAL_SIGNAL;
        record->signal = signals[i].signal;
        record->address_kind = FH_ADDRESS_UNKNOWN;
        if (fh_scan_text(&at, " "))
            fh_scan_hex(&at, &record->address);
        return TRUE;
    }
    return FALSE;
}

void fh_asan_headline(struct fh_record *record)
{
    record->type = FH_RECORD_UNKNOWN;
    for (gsize i = 0; i < G_N_ELEMENTS(headlines); i++) {
        const char *at = record->headline;

        if (!fh_scan_text(&at, headlines[i].prefix))
            continue;
        record->type = headlines[i].type;
        record->address_kind = headlines[i].kind;
        record->signal = g_str_has_prefix(record->headline, "stack-overflow") ? SIGSEGV : 0;
        at = strstr(record->headline, "0x");
        if (at)
            fh_scan_hex(&at, &record->address);
        return;
    }
    if (!read_signal(record) && strstr(record->headline, "-param-overlap: "))
        record->type = FH_RECORD_WRONG_ARGUMENT;
}

gboolean fh_asan_access(struct fh_record *record, const char *text)
{
    gboolean is_read = fh_scan_text(&text, "READ of size ");
    guint64 size;

    if ((!is_read && !fh_scan_text(&text, "WRITE of size ")) || !fh_scan_number(&text, &size))
        return FALSE;
    if (record->type != FH_RECORD_INVALID_READ)
        return TRUE;
    record->type = is_read ? FH_RECORD_INVALID_READ : FH_RECORD_INVALID_WRITE;
    record->access_size = size;
    return TRUE;
}

gboolean fh_asan_leak(struct fh_record *record, const char *text)
{
    const char *at = text;
    gboolean is_direct = fh_scan_text(&at, "Direct leak of ");
    guint64 bytes, blocks;

    if ((!is_direct && !fh_scan_text(&at, "Indirect leak of ")) || !fh_scan_number(&at, &bytes) ||
        !fh_scan_text(&at, " byte(s) in ") || !fh_scan_number(&at, &blocks) ||
        !fh_scan_text(&at, " object(s) allocated from:"))
        return FALSE;
    record->leak_state = is_direct ? FH_LEAK_DEFINITE : FH_LEAK_INDIRECT;
    record->is_inner_unknown = is_direct;
    record->bytes = bytes;
    record->blocks = blocks;
    return TRUE;
}

/* A place has a line, or is in brackets, or unknown: "panic: runtime error: …" is Go's. */
gboolean fh_asan_is_undefined(const char *text)
{
    const char *mark = strstr(text, ": runtime error: ");
    gsize length = mark ? (gsize)(mark - text) : 0;

    if (length < 2 || *text == ' ')
        return FALSE;
    if (g_str_has_prefix(text, "<unknown>") || text[length - 1] == ')')
        return TRUE;
    while (length > 0 && g_ascii_isdigit(text[length - 1]))
        length--;
    return length > 1 && text + length < mark && text[length - 1] == ':';
}

gboolean fh_asan_is_runtime_failure(const char *text)
{
    static const char *const phrases[] = {"CHECK failed:",
                                          "nested bug in the same thread",
                                          "Shadow memory range interleaves",
                                          "ReserveShadowMemoryRange failed",
                                          "Sanitizer failed to ",
                                          "Sanitizer: failed to ",
                                          "ASan runtime does not come first",
                                          "linked against incompatible ASan runtimes",
                                          "unable to mmap"};

    for (gsize i = 0; i < G_N_ELEMENTS(phrases); i++)
        if (strstr(text, phrases[i]))
            return TRUE;
    return FALSE;
}

const char *fh_asan_words(const char *text)
{
    static const char *const ends[] = {"Sanitizer: ", "libFuzzer: "};

    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        const char *found = strstr(text, ends[i]);

        if (found)
            return found + strlen(ends[i]);
    }
    return NULL;
}

/* An error, or what MemorySanitizer calls a warning. */
gboolean fh_asan_is_report(const char *text)
{
    if (g_str_has_prefix(text, "WARNING: MemorySanitizer: "))
        return TRUE;
    return g_str_has_prefix(text, "ERROR: ") && (strstr(text, "Sanitizer") || fh_asan_words(text));
}

gboolean fh_asan_is_message(const char *text, gboolean has_prefix)
{
    static const char *const names[] = {"AddressSanitizer", "LeakSanitizer", "UndefinedBehaviorSanitizer"};

    if (strstr(text, "ThreadSanitizer"))
        return FALSE;
    if (fh_asan_is_report(text) || g_str_has_suffix(text, "Sanitizer:DEADLYSIGNAL") ||
        g_str_has_prefix(text, "Suppressions used:") ||
        (g_str_has_prefix(text, "SUMMARY: ") && fh_asan_words(text)))
        return TRUE;
    if (!has_prefix)
        return fh_asan_is_undefined(text);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (strstr(text, names[i]))
            return TRUE;
    return fh_asan_is_runtime_failure(text);
}
