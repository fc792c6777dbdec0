// SPDX-License-Identifier: MIT
#include "program/asan_seen.h"

#include <string.h>

#include "library/flags.h"
#include "program/rust_objects.h"
#include "wire/elf_file.h"

#define REMEDY "build it with the flags that `freehold flags LIBRARY.a` prints"

static gboolean are_options_pinned(const struct fh_asan_process_log *process, char **options)
{
    const struct fh_event *event = fh_asan_process_log_event(process, FH_EVENT_OPTIONS);
    g_autofree char *pinned =
        g_strconcat(options[0] + strlen("ASAN_OPTIONS="), "\n", options[1] + strlen("LSAN_OPTIONS="), NULL);
    return event && g_str_equal(fh_event_text(event), pinned);
}

char *fh_asan_why_not_watched(const struct fh_asan_process_log *process, char **options)
{
    if (!process->events)
        return g_strdup("nothing could be preloaded into it (it was started with an environment of its own): "
                        "only its log is known");
    const struct fh_event *program = fh_asan_process_log_event(process, FH_EVENT_PROGRAM);
    if (!program)
        return g_strdup("its events are damaged or were too many");
    if (!program->values[0])
        return g_strdup("it is not built with AddressSanitizer, and was started by a program that is: it was "
                        "not watched. Audit it by itself: freehold exec -- PROGRAM");
    if (!program->values[1])
        return g_strdup(
            "AddressSanitizer's runtime is linked in, and the functions that look for leaks are not "
            "to be found there (stripped, or left out by the linker). Audit it before it is "
            "stripped, or link with the shared runtime (clang: -shared-libasan)");
    if (!program->values[2])
        return g_strdup("its malloc() is not AddressSanitizer's: another allocator comes before it");
    if (!are_options_pinned(process, options))
        return g_strdup("it was started with ASAN_OPTIONS or LSAN_OPTIONS of its own, which may hide what is "
                        "wrong");
    return NULL;
}

static guint count_events(const struct fh_asan_process_log *process, enum fh_event_kind kind)
{
    guint n = 0;
    for (guint i = 0; i < process->events->events->len; i++)
        n += ((const struct fh_event *)g_ptr_array_index(process->events->events, i))->kind == kind;
    return n;
}

/* NULL: nothing is wrong with it. */
static char *why_object_is_not_watched(const struct fh_event *event)
{
    const char *path = fh_event_text(event);
    if (event->values[3] != FH_OBJECT_NOT_LINKED)
        return NULL;
    if (strstr(path, ".so"))
        return g_strdup_printf(
            "%s is a shared library that holds Rust code, and its imports could not be led to "
            "a rust heap: AddressSanitizer's runtime is linked in statically (clang: use "
            "-shared-libasan), or it was opened past dlopen(). Or audit a build without "
            "AddressSanitizer",
            path);
    return g_strdup_printf(
        "%s holds Rust code whose allocator does not all lead to the rust heap (built "
        "without freehold's flags, or stripped): cross-allocator frees could not be seen; " REMEDY,
        path);
}

static const struct fh_event *object_watched_as(const struct fh_asan_process_log *process,
                                                enum fh_object_watch watch)
{
    return process->has_events ? fh_rust_object_watched(process->events->events, watch) : NULL;
}

gboolean fh_asan_has_imports_watched(const struct fh_asan_process_log *process)
{
    return object_watched_as(process, FH_OBJECT_REWRITTEN) != NULL;
}

static gboolean has_symbol(const char *path, const char *name)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);
    return file && fh_elf_has_symbol(g_mapped_file_get_contents(file), g_mapped_file_get_length(file), name);
}

/* Of a program, what it was linked with says so (`freehold flags`): its C code has the runtime's symbols,
 * too. */
static gboolean is_instrumented(const char *path, gboolean is_program)
{
    return has_symbol(path, is_program ? FH_FLAGS_INSTRUMENTED : "__asan_init");
}

gboolean fh_asan_has_replaced_allocator(const struct fh_asan_process_log *process)
{
    const struct fh_event *linked = object_watched_as(process, FH_OBJECT_LINKED);
    return linked && has_symbol(fh_event_text(linked), FH_FLAGS_REPLACED);
}

gboolean fh_asan_has_plain_rust(const struct fh_asan_process_log *process)
{
    for (guint i = 0; process->has_events && i < process->events->events->len; i++) {
        const struct fh_event *event = g_ptr_array_index(process->events->events, i);
        if (event->kind == FH_EVENT_OBJECT &&
            (event->values[3] == FH_OBJECT_LINKED || event->values[3] == FH_OBJECT_REWRITTEN) &&
            !is_instrumented(fh_event_text(event), event->values[3] == FH_OBJECT_LINKED))
            return TRUE;
    }
    return FALSE;
}

gboolean fh_asan_holds_rust(const struct fh_asan_process_log *process)
{
    return fh_asan_has_imports_watched(process) || object_watched_as(process, FH_OBJECT_LINKED) ||
           object_watched_as(process, FH_OBJECT_NOT_LINKED) ||
           object_watched_as(process, FH_OBJECT_UNKNOWN_HEAP);
}

char *fh_asan_why_not_all_rust(const struct fh_asan_process_log *process)
{
    const struct fh_event *failure = fh_asan_process_log_event(process, FH_EVENT_ERROR);
    const struct fh_event *unwatched = object_watched_as(process, FH_OBJECT_NOT_LINKED);
    const struct fh_event *unknown = object_watched_as(process, FH_OBJECT_UNKNOWN_HEAP);
    const struct fh_event *mixed = object_watched_as(process, FH_OBJECT_MIXED);
    const struct fh_event *too_many = object_watched_as(process, FH_OBJECT_TOO_MANY);
    guint n_heaps = count_events(process, FH_EVENT_LINKED);
    if (failure)
        return g_strdup_printf("the rust heap could not go on: %s", fh_event_text(failure));
    if (unwatched)
        return why_object_is_not_watched(unwatched);
    if (unknown)
        return fh_rust_object_unknown_heap(
            fh_event_text(unknown), "a debug build without AddressSanitizer: Valgrind then watches it");
    if (mixed)
        return fh_rust_object_mixed(fh_event_text(mixed));
    if (too_many)
        return fh_rust_object_too_many(fh_event_text(too_many));
    if (n_heaps > 1)
        return g_strdup(
            "there is more than one rust heap in it: link only the program with freehold's flags");
    if (n_heaps == 0 && object_watched_as(process, FH_OBJECT_LINKED))
        return g_strdup(
            "the rust heap that it was linked with is another freehold's, or did not begin; " REMEDY
            " again");
    return NULL;
}

/* The last that was said of process `pid`: it may not have become what it was to become. */
static gboolean has_failed(const struct fh_asan_process_log *process, const struct fh_event *start)
{
    gboolean has_failed = FALSE;
    for (guint i = 0; i < process->events->events->len; i++) {
        const struct fh_event *event = g_ptr_array_index(process->events->events, i);
        if (event->kind == FH_EVENT_STARTED && event->values[0] == start->values[0])
            has_failed = event->values[1] != 0;
    }
    return has_failed;
}

/* What became of process `pid`: of the process's own, what came after it. */
static gboolean is_seen(const GPtrArray *processes, const struct fh_asan_process_log *process, guint64 pid)
{
    for (guint i = 0; i < processes->len; i++) {
        const struct fh_asan_process_log *other = g_ptr_array_index(processes, i);
        if (other->events && other->pid == pid && (pid != process->pid || other->number > process->number))
            return TRUE;
    }
    return FALSE;
}

char *fh_asan_why_not_all_programs(const GPtrArray *processes, const struct fh_asan_process_log *process)
{
    for (guint i = 0; i < process->events->events->len; i++) {
        const struct fh_event *event = g_ptr_array_index(process->events->events, i);
        if (event->kind != FH_EVENT_STARTED || event->values[1] || has_failed(process, event) ||
            is_seen(processes, process, event->values[0]))
            continue;
        return g_strdup_printf("it started %s, into which nothing could be preloaded (statically linked, "
                               "set-user-ID, or with an environment of its own): that was not watched",
                               event->text_size > 0 ? fh_event_text(event) : "a program");
    }
    return NULL;
}
