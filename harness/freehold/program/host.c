// SPDX-License-Identifier: MIT
#include "program/host.h"

#include <fnmatch.h>
#include <string.h>

#include "classify/stack.h"
#include "classify/words.h"
#include "model/finding.h"
#include "model/stack.h"
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

/* By the program or library that a host is. */
static const struct {
    const char *object, *name;
} hosts[] = {
    {"python[23]*", "CPython"}, {"libpython*", "CPython"}, {"node", "node"},  {"libnode.so*", "node"},
    {"libjvm.so", "the JVM"},   {"libruby*", "Ruby"},      {"ruby*", "Ruby"},
};

/* By how the functions of its allocator begin, where the log has a source and no object. */
static const struct {
    const char *prefix, *name;
} allocators[] = {
    {"PyMem_", "CPython"},   {"_PyMem_", "CPython"}, {"PyObject_", "CPython"}, {"_PyObject_", "CPython"},
    {"ruby_x", "Ruby"},      {"objspace_x", "Ruby"}, {"rb_gc_", "Ruby"},       {"os::malloc", "the JVM"},
    {"os::free", "the JVM"}, {"v8::", "node"},       {"node::", "node"},
};

/* NULL: none that is known. */
static const char *host_of(const struct fh_frame *frame)
{
    g_autofree char *object = frame->object ? g_path_get_basename(frame->object) : NULL;
    for (guint i = 0; object && i < G_N_ELEMENTS(hosts); i++)
        if (fnmatch(hosts[i].object, object, 0) == 0)
            return hosts[i].name;
    for (guint i = 0; frame->function && i < G_N_ELEMENTS(allocators); i++)
        if (g_str_has_prefix(frame->function, allocators[i].prefix))
            return allocators[i].name;
    return NULL;
}

static gboolean is_named(const struct fh_frame *frame)
{
    return frame->function && !strchr(frame->function, '?');
}

/* "released by C (free)", "released by C's free()" → "released by CPython (PyObject_Free, by free)" */
static void say_host(struct fh_finding *finding, const struct fh_stack *stack, const char *did,
                     const char *function)
{
    const guint first = fh_stack_after_allocator(stack);
    const struct fh_frame *frame =
        first < stack->frames->len ? g_ptr_array_index(stack->frames, first) : NULL;
    const char *host = frame ? host_of(frame) : NULL;
    if (!host)
        return;
    g_autofree char *side = fh_words_side(FH_DOMAIN_C, function);
    g_autofree char *by_c = g_strdup_printf("%s by %s", did, side);
    g_autofree char *releaser = fh_words_releaser(FH_DOMAIN_C, function);
    g_autofree char *by_cs = g_strdup_printf("%s by %s", did, releaser);
    g_autofree char *through = function ? g_strdup_printf(", by %s", function) : g_strdup("");
    g_autofree char *by_host = is_named(frame)
                                   ? g_strdup_printf("%s by %s (%s%s)", did, host, frame->function, through)
                                   : g_strdup_printf("%s by %s%s%s%s", did, host, function ? " (" : "",
                                                     function ? function : "", function ? ")" : "");
    GString *message = g_string_new(finding->message);
    if (g_string_replace(message, by_c, by_host, 1) == 0 && g_string_replace(message, by_cs, by_host, 1) == 0)
        g_string_append_printf(message, "; %s", by_host);
    g_free(finding->message);
    finding->message = g_string_free(message, FALSE);
}

void fh_host_name_heaps(struct fh_result *result)
{
    for (guint i = 0; i < result->findings->len; i++) {
        struct fh_finding *finding = g_ptr_array_index(result->findings, i);
        for (guint j = 0; j < finding->stacks->len; j++) {
            const struct fh_stack *stack = g_ptr_array_index(finding->stacks, j);
            if (g_strcmp0(stack->role, "allocated") == 0 && finding->allocated_by == FH_DOMAIN_C)
                say_host(finding, stack, "allocated", finding->allocator);
            else if (g_strcmp0(stack->role, "released") == 0 && finding->released_by == FH_DOMAIN_C)
                say_host(finding, stack, "released", finding->releaser);
        }
    }
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

/* Without its symbols nobody knows where Go leaves. */
static void note_go(const GPtrArray *events, GPtrArray *notes)
{
    const char *go = setting(events, "GO");
    if (go && *go == '\0')
        g_ptr_array_add(notes,
                        g_strdup("Go's own exit is not watched: the program has no symbols (build it without "
                                 "-ldflags=-s), or is not for x86-64; or leave through C.exit()"));
}

void fh_host_add_notes(const struct fh_events *events, struct fh_result *result)
{
    if (!events)
        return;
    note_python(events->events, result->notes);
    note_go(events->events, result->notes);
    note_backtrace(events, result->notes);
}
