// SPDX-License-Identifier: MIT
#include "engine/valgrind/malloc_trace.h"

#include <stdlib.h>
#include <string.h>

#include "wire/allocators.h"
#include "wire/live_set.h"
#include "wire/notices.h"

/* One call in a trace line: `name(arguments)`, with ` = result` when the call ended on this line. */
struct traced_call {
    const char *name;
    gsize name_length;
    const char *arguments;
    guint64 result;
};

/* The next call in `text`; calls stand without a space when one calls another: `realloc(0x0,12)malloc(12) =
 * 0x4A`. */
static const char *next_call(const char *text, struct traced_call *call)
{
    const char *open = strchr(text, '(');
    const char *close = open ? strchr(open, ')') : NULL;
    if (!close)
        return NULL;
    call->name = text;
    call->name_length = open - text;
    call->arguments = open + 1;
    call->result = g_str_has_prefix(close + 1, " = ") ? g_ascii_strtoull(close + 4, NULL, 0) : 0;
    return close + 1;
}

static const struct fh_allocator *row_of(const struct traced_call *call)
{
    char name[64];
    if (call->name_length >= sizeof(name))
        return NULL;
    memcpy(name, call->name, call->name_length);
    name[call->name_length] = '\0';
    return fh_allocator_find(name);
}

/* The number after `key`, or the first one. */
static guint64 number_after(const char *arguments, const char *key)
{
    const char *at = key ? strstr(arguments, key) : arguments;
    return at ? g_ascii_strtoull(at + (key ? strlen(key) : 0), NULL, 0) : 0;
}

static guint64 second_number(const char *arguments)
{
    const char *comma = strchr(arguments, ',');
    return comma ? g_ascii_strtoull(comma + 1, NULL, 0) : 0;
}

static void count_alloc(struct fh_block_counts *counts, const struct traced_call *call, guint64 bytes)
{
    if (call->result == 0)
        return;
    counts->allocs++;
    counts->bytes += bytes;
    counts->live += fh_live_member(call->result);
}

static void count_release(struct fh_block_counts *counts, const struct traced_call *call)
{
    const guint64 address = number_after(call->arguments, NULL);
    if (address == 0)
        return;
    counts->frees++;
    counts->live -= fh_live_member(address);
}

/* Of a null pointer or to no size: malloc() or free() follows in the trace. */
static void count_resize(struct fh_block_counts *counts, const struct traced_call *call)
{
    guint64 size = second_number(call->arguments);
    if (call->result == 0 || number_after(call->arguments, NULL) == 0 || size == 0)
        return;
    count_release(counts, call);
    count_alloc(counts, call, size);
}

static void count_call(struct fh_block_counts *counts, const struct traced_call *call)
{
    const char *arguments = call->arguments;
    /* memalign and aligned operator new name what they are given */
    const char *key =
        strncmp(arguments, "size ", 5) == 0 || strncmp(arguments, "al ", 3) == 0 ? "size " : NULL;
    const struct fh_allocator *row = row_of(call);
    switch (row ? row->verb : FH_VERB_COUNT) {
    case FH_VERB_ALLOCATE:
        count_alloc(counts, call, number_after(arguments, key));
        break;
    case FH_VERB_ZEROED:
        count_alloc(counts, call, number_after(arguments, NULL) * second_number(arguments));
        break;
    case FH_VERB_RESIZE:
        count_resize(counts, call);
        break;
    case FH_VERB_RELEASE:
        count_release(counts, call);
        break;
    case FH_VERB_COUNT:
        break;
    }
}

static void add_counts(struct fh_block_counts *to, const struct fh_block_counts *from)
{
    to->allocs += from->allocs;
    to->frees += from->frees;
    to->bytes += from->bytes;
    to->live += from->live;
}

/* The text of a line after `MARK digits MARK `, or NULL. */
static const char *after_mark(const char *line, const char *mark)
{
    char *end;
    if (strncmp(line, mark, 2) != 0)
        return NULL;
    strtoul(line + 2, &end, 10);
    return end != line + 2 && strncmp(end, mark, 2) == 0 && end[2] == ' ' ? end + 3 : NULL;
}

static struct fh_block_counts *counts_of(struct fh_malloc_trace *trace, guint scenario)
{
    struct fh_block_counts *counts = g_hash_table_lookup(trace->scenarios, GUINT_TO_POINTER(scenario));
    if (!counts) {
        counts = g_new0(struct fh_block_counts, 1);
        g_hash_table_insert(trace->scenarios, GUINT_TO_POINTER(scenario), counts);
    }
    return counts;
}

/* Which scenario the lines after this notice belong to. */
static void follow_notice(struct fh_malloc_trace *trace, const char *text, struct fh_block_counts **current)
{
    if (!g_str_has_prefix(text, FH_NOTICE_PREFIX))
        return;
    text += strlen(FH_NOTICE_PREFIX);
    if (g_str_has_prefix(text, "begin "))
        *current = counts_of(trace, g_ascii_strtoull(text + 6, NULL, 10));
    else if (g_str_has_prefix(text, "checked "))
        *current = NULL;
}

static void read_line(struct fh_malloc_trace *trace, const char *line, struct fh_block_counts **current)
{
    const char *text = after_mark(line, "--");
    struct fh_block_counts counts = {0};
    struct traced_call call;
    if (!text) {
        text = after_mark(line, "**");
        if (text)
            follow_notice(trace, text, current);
        return;
    }
    if (g_str_has_prefix(text, "used_suppression:")) /* its name is the user's */
        return;
    while ((text = next_call(text, &call)))
        count_call(&counts, &call);
    add_counts(&trace->total, &counts);
    if (*current)
        add_counts(*current, &counts);
}

struct fh_malloc_trace *fh_malloc_trace_read(const char *bytes, gsize size)
{
    struct fh_malloc_trace *trace = g_new0(struct fh_malloc_trace, 1);
    struct fh_block_counts *current = &trace->start;
    trace->scenarios = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    const char *end = bytes + size;
    while (bytes < end) {
        const char *newline = memchr(bytes, '\n', end - bytes);
        gsize length = (newline ? newline : end) - bytes;
        g_autofree char *line = g_strndup(bytes, length);
        read_line(trace, line, &current);
        bytes += length + 1;
    }
    return trace;
}

void fh_malloc_trace_free(struct fh_malloc_trace *trace)
{
    if (!trace)
        return;
    g_hash_table_unref(trace->scenarios);
    g_free(trace);
}

struct fh_block_counts fh_malloc_trace_of(const struct fh_malloc_trace *trace, guint scenario)
{
    const struct fh_block_counts *counts = g_hash_table_lookup(trace->scenarios, GUINT_TO_POINTER(scenario));
    return counts ? *counts : (struct fh_block_counts){0};
}
