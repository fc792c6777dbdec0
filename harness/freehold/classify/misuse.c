// SPDX-License-Identifier: MIT
/* Records that are about no block: what a function of the C library was given, descriptors, what the language
 * leaves undefined. */
#include "classify/misuse.h"

#include <string.h>

#include "classify/words.h"
#include "log/scan.h"

#define OVERLAP      "Source and destination overlap in "
#define ASAN_OVERLAP "-param-overlap: "

static enum fh_kind kind_of(enum fh_record_type type)
{
    switch (type) {
    case FH_RECORD_UNDEFINED:
        return FH_KIND_UNDEFINED_BEHAVIOUR;
    case FH_RECORD_DESCRIPTOR_LEAK:
        return FH_KIND_DESCRIPTOR_LEAK;
    case FH_RECORD_DESCRIPTOR_MISUSE:
        return FH_KIND_DESCRIPTOR_MISUSE;
    default:
        return FH_KIND_WRONG_ARGUMENT;
    }
}

/* "memcpy(0x4a41040, 0x4a41042, 10)" → "source and destination of memcpy() overlap (10 bytes)"; strcpy() is
 * given no size. */
static char *memchecks_overlap(const char *call)
{
    const char *last = g_strrstr(call, ", ");
    guint64 bytes;
    g_autofree char *name = g_strndup(call, strcspn(call, "("));
    gboolean has_size =
        last && !g_str_has_prefix(last, ", 0x") && fh_scan_text(&last, ", ") && fh_scan_number(&last, &bytes);
    g_autofree char *size = has_size ? fh_words_count(bytes, "byte") : NULL;

    return g_strdup_printf("source and destination of %s() overlap%s%s%s", name, size ? " (" : "",
                           size ? size : "", size ? ")" : "");
}

/* The engine's own headline, but for addresses. */
static char *message_of(const struct fh_record *record)
{
    const char *call = record->headline, *asans = strstr(record->headline, ASAN_OVERLAP);

    if (fh_scan_text(&call, OVERLAP))
        return memchecks_overlap(call);
    if (asans)
        return g_strdup_printf("source and destination of %.*s() overlap", (int)(asans - record->headline),
                               record->headline);
    return g_strdup(record->headline);
}

static guint closer_cwe(const struct fh_record *record)
{
    if (g_str_has_prefix(record->headline, OVERLAP) || strstr(record->headline, ASAN_OVERLAP))
        return FH_CWE_OVERLAP;
    if (record->type == FH_RECORD_DESCRIPTOR_MISUSE && strstr(record->headline, "is already closed"))
        return FH_CWE_CLOSED_TWICE;
    return 0;
}

void fh_classify_misuse(struct fh_classification *classification, const struct fh_record *record,
                        guint position, guint line)
{
    struct fh_candidate *candidate =
        fh_candidate_add(classification, kind_of(record->type), record, position, line);

    candidate->finding->message = message_of(record);
    candidate->finding->closer_cwe = closer_cwe(record);
    fh_candidate_add_stack(candidate, record->stack, "at");
    fh_candidate_add_stack(candidate, record->block_stack, "allocated");
}
