/* SPDX-License-Identifier: MIT */
/*
 * The logs of data/asan, and their records in a few words, for comparison: "free freed 15+0 at
 * free<release_twice:155 released free<release_twice:154 allocated strdup<make_strdup:82".
 */
#pragma once

#include <check.h>
#include <string.h>

#include "log/asan.h"
#include "log/record.h"
#include "model/stack.h"

/* Caller owns. */
static inline char *read_asan_data(const char *name, gsize *size)
{
    g_autofree char *path = g_strconcat(g_getenv("FH_TEST_DATA"), "/asan/", name, ".log", NULL);
    char *bytes = NULL;

    if (!g_file_get_contents(path, &bytes, size, NULL))
        ck_abort_msg("%s can't be read", path);
    return bytes;
}

static inline struct fh_asan_log *parse_asan_data(const char *name)
{
    gsize size;
    g_autofree char *bytes = read_asan_data(name, &size);

    return fh_asan_log_parse(bytes, size, NULL, NULL);
}

static inline void describe_frame(GString *words, const struct fh_frame *frame)
{
    if (!frame->function) {
        g_string_append(words, "?");
        return;
    }
    g_string_append_len(words, frame->function, (gssize)strcspn(frame->function, "("));
    if (frame->file && g_str_has_prefix(frame->file, "/src/"))
        g_string_append_printf(words, ":%u", frame->line);
}

/* The innermost frame, and the program's innermost one. */
static inline void describe_stack(GString *words, const struct fh_stack *stack)
{
    if (!stack)
        return;
    g_string_append_printf(words, " %s ", stack->role);
    for (guint i = 0; i < stack->frames->len; i++) {
        const struct fh_frame *frame = g_ptr_array_index(stack->frames, i);
        gboolean is_programs = frame->file && g_str_has_prefix(frame->file, "/src/faults");

        if (i == 0 || is_programs) {
            g_string_append(words, i == 0 ? "" : "<");
            describe_frame(words, frame);
        }
        if (is_programs)
            return;
    }
}

static inline void describe_place(GString *words, const struct fh_record *record)
{
    static const char *const kinds[] = {"",       " live",   " freed",  " stack",  " returned",
                                        " ended", " mapped", " closed", " nowhere"};

    g_string_append(words, kinds[record->address_kind]);
    if (record->block.is_known)
        g_string_append_printf(words, " %" G_GUINT64_FORMAT "%+" G_GINT64_FORMAT, record->block.size,
                               record->block.offset);
}

static inline void describe_type(GString *words, const struct fh_record *record)
{
    switch (record->type) {
    case FH_RECORD_MISMATCHED_FREE:
        g_string_append(words, "mismatched");
        break;
    case FH_RECORD_INVALID_FREE:
        g_string_append(words, "free");
        break;
    case FH_RECORD_INVALID_READ:
    case FH_RECORD_INVALID_WRITE:
        g_string_append_printf(words, "%s %" G_GUINT64_FORMAT,
                               record->type == FH_RECORD_INVALID_READ ? "read" : "write",
                               record->access_size);
        break;
    case FH_RECORD_LEAK:
        g_string_append_printf(words, "%s %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT,
                               record->leak_state == FH_LEAK_DEFINITE ? "leak" : "indirect", record->bytes,
                               record->blocks);
        if (record->is_added)
            g_string_append_printf(words, " new %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT,
                                   record->added_bytes, record->added_blocks);
        break;
    case FH_RECORD_FATAL_SIGNAL:
        g_string_append_printf(words, "signal %u", record->signal);
        break;
    case FH_RECORD_NOTICE:
    case FH_RECORD_WRONG_ARGUMENT:
    case FH_RECORD_UNKNOWN:
    case FH_RECORD_UNDEFINED:
        g_string_append_printf(words, "'%.*s'", (int)strcspn(record->headline, "[("), record->headline);
        break;
    case FH_RECORD_DESCRIPTION:
        g_string_append(words, "description");
        break;
    default:
        g_string_append(words, "?");
        break;
    }
}

/* The records' words, one line each. Caller owns. */
static inline char *describe_asan_log(const struct fh_asan_log *log)
{
    GString *words = g_string_new(NULL);

    for (guint i = 0; i < log->records->len; i++) {
        const struct fh_record *record = g_ptr_array_index(log->records, i);

        g_string_append(words, i > 0 ? "\n" : "");
        describe_type(words, record);
        describe_place(words, record);
        describe_stack(words, record->stack);
        describe_stack(words, record->block_stack);
        describe_stack(words, record->block_alloc_stack);
    }
    return g_string_free(words, FALSE);
}
