// SPDX-License-Identifier: MIT
#include "program/host.h"

#include <string.h>

#include "wire/events.h"

/* The value of a setting that the process began with (FH_EVENT_SETTING); NULL: it was not set. Borrowed. */
static const char *setting(const GPtrArray *events, const char *name)
{
    const gsize length = strlen(name);
    for (guint i = 0; i < events->len; i++) {
        const struct fh_event *event = g_ptr_array_index(events, i);
        const char *text = fh_event_text(event);
        if (event->kind == FH_EVENT_SETTING && strncmp(text, name, length) == 0 && text[length] == '=')
            return text + length + 1;
    }
    return NULL;
}

static gboolean has_object(const GPtrArray *events, const char *const *patterns)
{
    for (guint i = 0; i < events->len; i++) {
        const struct fh_event *event = g_ptr_array_index(events, i);
        if (event->kind != FH_EVENT_OBJECT)
            continue;
        g_autofree char *name = g_path_get_basename(fh_event_text(event));
        for (const char *const *pattern = patterns; *pattern; pattern++)
            if (g_pattern_match_simple(*pattern, name))
                return TRUE;
    }
    return FALSE;
}

/* What is released to CPython's own allocator keeps its bytes, and with them the addresses of blocks that
 * nobody has any more: a leak search finds these there. */
static void note_python(const GPtrArray *events, GPtrArray *notes)
{
    static const char *const names[] = {"python2*", "python3*", "libpython2*", "libpython3*", NULL};
    const char *allocator = setting(events, "PYTHONMALLOC");
    if (!has_object(events, names) || (allocator && g_pattern_match_simple("malloc*", allocator)))
        return;
    g_ptr_array_add(
        notes, g_strdup(FH_NOT_LOOKED_FOR
                        "leaks whose address is still in CPython's own memory (CPython runs with its own "
                        "allocator, which keeps what is released to it: a string that a ctypes script "
                        "forgets may look as if it was still held. Set PYTHONMALLOC=malloc)"));
}

static gboolean has_panicked(const struct fh_events *events)
{
    g_autofree char *before = g_strndup(events->header->said[0], FH_EVENTS_SAID_SIZE);
    g_autofree char *last = g_strndup(events->header->said[1], FH_EVENTS_SAID_SIZE);
    return strstr(before, " panicked at ") || strstr(last, " panicked at ");
}

static void note_backtrace(const struct fh_events *events, GPtrArray *notes)
{
    const char *value = setting(events->events, "RUST_LIB_BACKTRACE");
    value = value ? value : setting(events->events, "RUST_BACKTRACE");
    if (value && !g_str_equal(value, "0") && has_panicked(events))
        g_ptr_array_add(
            notes, g_strdup_printf("RUST_BACKTRACE=%s: for the backtrace of a panic, std reads all debug "
                                   "information, which takes seconds and tens of thousands of blocks; "
                                   "they are in the counts above. RUST_BACKTRACE=0 spares them",
                                   value));
}

/* Where Go leaves is known by the program's symbols, or by Go's own table of functions. */
static void note_go(const GPtrArray *events, GPtrArray *notes)
{
    const char *go = setting(events, "GO");
    if (go && *go == '\0')
        g_ptr_array_add(
            notes, g_strdup("Go's own exit is not watched: the program is not for x86-64, or is stripped and "
                            "built by a Go that Freehold doesn't know; or leave through C.exit()"));
}

void fh_host_add_notes(const struct fh_events *events, struct fh_result *result)
{
    if (!events)
        return;
    note_python(events->events, result->notes);
    note_go(events->events, result->notes);
    note_backtrace(events, result->notes);
}
