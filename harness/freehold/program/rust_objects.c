// SPDX-License-Identifier: MIT
#include "program/rust_objects.h"

#include "model/result.h"

#define DEBUG_OR_APART                                                                                      \
    "Audit a debug build, or one with lto = \"off\" (Cargo.toml: [profile.release]) and opt-level = 0 for " \
    "the crate that holds the #[global_allocator] ([profile.release.package.NAME])"

const struct fh_event *fh_rust_object_watched(const GPtrArray *events, enum fh_object_watch watch)
{
    for (guint i = 0; i < events->len; i++) {
        const struct fh_event *event = g_ptr_array_index(events, i);
        if (event->kind == FH_EVENT_OBJECT && event->values[3] == watch)
            return event;
    }
    return NULL;
}

gboolean fh_rust_objects_are_redirected(const GPtrArray *events)
{
    return fh_rust_object_watched(events, FH_OBJECT_REDIRECTED) ||
           fh_rust_object_watched(events, FH_OBJECT_OWN_REDIRECTED) ||
           fh_rust_object_watched(events, FH_OBJECT_OWN_RUNS);
}

gboolean fh_rust_objects_have_imports(const GPtrArray *events)
{
    return fh_rust_object_watched(events, FH_OBJECT_REWRITTEN) ||
           fh_rust_object_watched(events, FH_OBJECT_UNPROVEN);
}

char *fh_rust_object_unknown_heap(const char *path, const char *remedy)
{
    return g_strdup_printf(
        "%s holds Rust code, and nothing shows that its allocator takes each block from malloc(): it may "
        "have memory of its own, as mimalloc, jemalloc and arenas do, whose blocks can't be seen. Audit a "
        "build with Rust's default allocator, or %s",
        path, remedy);
}

char *fh_rust_object_mixed(const char *path)
{
    return g_strdup_printf("%s holds several of Rust's allocators, and one of them is a #[global_allocator], "
                           "or may be: which of them a block is of can't be told. Put each into a shared "
                           "library of its own",
                           path);
}

char *fh_rust_object_too_many(const char *path)
{
    return g_strdup_printf("%s is one of more objects with Rust code than Freehold can tell apart", path);
}

/* Does the library that starts there have an event that says so? */
static gboolean is_seen(const GPtrArray *events, guint64 start, gboolean has_come)
{
    for (guint i = 0; i < events->len; i++) {
        const struct fh_event *event = g_ptr_array_index(events, i);
        if (event->kind == FH_EVENT_IMPORT_SEEN && event->values[0] == start &&
            (event->values[1] != 0) == has_come)
            return TRUE;
    }
    return FALSE;
}

static char *import_problem(const GPtrArray *events, const struct fh_event *object)
{
    const char *path = fh_event_text(object);
    if (is_seen(events, object->values[0], FALSE))
        return g_strdup_printf("the #[global_allocator] of %s has memory of its own: Rust's blocks are not "
                               "malloc()'s, and can't be seen. " DEBUG_OR_APART,
                               path);
    if (object->values[3] == FH_OBJECT_UNPROVEN && !is_seen(events, object->values[0], TRUE))
        return g_strdup_printf(
            "in %s Rust's allocator may be inlined into its callers, and no Rust block "
            "was seen to come from malloc(): whether it takes them there can't be told. " DEBUG_OR_APART,
            path);
    return NULL;
}

static char *object_problem(const GPtrArray *events, const struct fh_event *object)
{
    const char *path = fh_event_text(object);
    switch ((enum fh_object_watch)object->values[3]) {
    case FH_OBJECT_NAMELESS:
        return g_strdup_printf(
            "%s holds Rust code without the symbols of its allocator (stripped, or fat LTO): "
            "cross-allocator frees could not be seen. Audit a build with symbols and lto = "
            "\"off\" (Cargo.toml: [profile.release]), or the library as a shared one",
            path);
    case FH_OBJECT_INLINED:
        return g_strdup_printf(
            "in %s Rust's allocator may be inlined into its callers (LTO, or a "
            "#[global_allocator] of its own with a new compiler): cross-allocator frees could "
            "not be seen. " DEBUG_OR_APART,
            path);
    case FH_OBJECT_MIXED:
        return fh_rust_object_mixed(path);
    case FH_OBJECT_TOO_MANY:
        return fh_rust_object_too_many(path);
    case FH_OBJECT_NOT_REDIRECTED:
        return g_strdup_printf("Valgrind did not lead the allocator of %s to the rust heap", path);
    case FH_OBJECT_UNKNOWN_HEAP:
        return fh_rust_object_unknown_heap(path, "a debug build with its symbols");
    case FH_OBJECT_REWRITTEN:
    case FH_OBJECT_UNPROVEN:
        return import_problem(events, object);
    default:
        return NULL;
    }
}

/* Something was told of the allocator of the object that starts there. */
static gboolean is_told(const GPtrArray *events, enum fh_event_kind kind, guint64 start)
{
    for (guint i = 0; i < events->len; i++) {
        const struct fh_event *event = g_ptr_array_index(events, i);
        if (event->kind == kind && event->values[0] == start)
            return TRUE;
    }
    return FALSE;
}

static void add_notes_of_own(const GPtrArray *events, const struct fh_event *object, GPtrArray *notes)
{
    gboolean runs = object->values[3] == FH_OBJECT_OWN_RUNS;
    const char *path = fh_event_text(object);
    if (!runs || is_told(events, FH_EVENT_OWN_REPLACED, object->values[0]))
        g_ptr_array_add(
            notes,
            g_strdup_printf(
                FH_NOT_LOOKED_FOR
                "what a #[global_allocator] does itself (that of %s did not run, the rust heap "
                "stood in its place%s: its statistics, limits and blocks that it keeps)",
                path, runs ? ", since it has memory of its own, or a record of what it handed out" : ""));
    if (runs && is_told(events, FH_EVENT_OWN_KEPT, object->values[0]))
        g_ptr_array_add(
            notes, g_strdup_printf(FH_NOT_LOOKED_FOR
                                   "uses after release of blocks that an allocator keeps (the "
                                   "#[global_allocator] of %s did not give all to libc that was released)",
                                   path));
    if (runs && is_told(events, FH_EVENT_OWN_OTHERS, object->values[0]))
        g_ptr_array_add(notes, g_strdup_printf(FH_NOT_LOOKED_FOR
                                               "leaks of what an allocator takes for its own use (the "
                                               "#[global_allocator] of %s)",
                                               path));
}

static void add_note_of_pointers(const struct fh_event *object, GPtrArray *notes)
{
    g_ptr_array_add(notes, g_strdup_printf(FH_NOT_LOOKED_FOR
                                           "wrong releases by a pointer in C code (%s holds C code beside "
                                           "Rust code, and which of the two takes the address of free() or "
                                           "of its kin can't be told everywhere: such a call counts as "
                                           "Rust's)",
                                           fh_event_text(object)));
}

void fh_rust_objects_add_notes(const GPtrArray *events, GPtrArray *notes)
{
    for (guint i = 0; i < events->len; i++) {
        const struct fh_event *event = g_ptr_array_index(events, i);
        if (event->kind == FH_EVENT_OBJECT && event->values[3] == FH_OBJECT_REWRITTEN &&
            is_told(events, FH_EVENT_IMPORT_POINTERS, event->values[0]))
            add_note_of_pointers(event, notes);
        if (event->kind == FH_EVENT_OBJECT &&
            (event->values[3] == FH_OBJECT_OWN_REDIRECTED || event->values[3] == FH_OBJECT_OWN_RUNS))
            add_notes_of_own(events, event, notes);
    }
}

char *fh_rust_objects_problem(const GPtrArray *events)
{
    for (guint i = 0; i < events->len; i++) {
        const struct fh_event *event = g_ptr_array_index(events, i);
        char *problem = event->kind == FH_EVENT_OBJECT ? object_problem(events, event) : NULL;
        if (problem)
            return problem;
    }
    return NULL;
}
